//! The list of rules: id, file and type, in the order of a coach's comments.
//!
//! Scenario files and settings name rules by id, [`crate::rules`] implements them; each takes
//! what it needs from this list.

/// Passes every rule to another macro.
macro_rules! rule_list {
    ($then:ident) => {
        $then! {
            "overrun" = overrun::Overrun,
            "underrun" = underrun::Underrun,
            "thin-action" = thin_action::ThinAction,
            "too-fast" = too_fast::TooFast,
            "too-slow" = too_slow::TooSlow,
            "slow-start" = slow_start::SlowStart,
            "long-pause" = long_pause::LongPause,
            "we-language" = we_language::WeLanguage,
            "handoff" = handoff::Handoff,
            "passive-voice" = passive_voice::PassiveVoice,
            "missing-scope-boundary" = missing_scope_boundary::MissingScopeBoundary,
            "missing-quantification" = missing_quantification::MissingQuantification,
            "missing-signal" = missing_signal::MissingSignal,
            "vague-ending" = vague_ending::VagueEnding,
            "generic-reflection" = generic_reflection::GenericReflection,
            "no-reason" = no_reason::NoReason,
            "buried-point" = buried_point::BuriedPoint,
            "buzzword" = buzzword::Buzzword,
            "weak-pattern" = weak_pattern::WeakPattern,
            "hedge" = hedge::Hedge,
            "filler" = filler::Filler,
            "filler-cluster" = filler_cluster::FillerCluster,
            "repetition" = repetition::Repetition,
            "recited" = recited::Recited,
            "low-level" = low_level::LowLevel,
            "clipping" = clipping::Clipping,
            "phantom-text" = phantom_text::PhantomText,
        }
    };
}
pub(crate) use rule_list;
