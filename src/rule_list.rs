//! The list of rules: id and file, in the order of a coach's comments.
//!
//! Scenario files and settings name rules by id, [`crate::rules`] implements them; each takes
//! what it needs from this list.

/// Passes every rule to another macro.
macro_rules! rule_list {
    ($then:ident) => {
        $then! {
            "overrun" = overrun,
            "underrun" = underrun,
            "thin-action" = thin_action,
            "too-fast" = too_fast,
            "too-slow" = too_slow,
            "slow-start" = slow_start,
            "long-pause" = long_pause,
            "we-language" = we_language,
            "handoff" = handoff,
            "passive-voice" = passive_voice,
            "missing-scope-boundary" = missing_scope_boundary,
            "missing-quantification" = missing_quantification,
            "missing-signal" = missing_signal,
            "vague-ending" = vague_ending,
            "generic-reflection" = generic_reflection,
            "no-reason" = no_reason,
            "buried-point" = buried_point,
            "buzzword" = buzzword,
            "weak-pattern" = weak_pattern,
            "hedge" = hedge,
            "filler" = filler,
            "filler-cluster" = filler_cluster,
            "repetition" = repetition,
            "recited" = recited,
            "low-level" = low_level,
            "clipping" = clipping,
            "phantom-text" = phantom_text,
        }
    };
}
pub(crate) use rule_list;
