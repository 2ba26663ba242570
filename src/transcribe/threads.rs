//! The number of threads of the recogniser.

/// Threads for whisper.cpp on this machine.
///
/// Counts physical cores: two threads on one core wait for each other at
/// every barrier. Where fewer are granted (a container, an affinity mask), that number counts, as it does
/// where the number of cores is unknown.
pub fn threads_here(recording: bool) -> usize {
    let granted = std::thread::available_parallelism().map_or(1, usize::from);
    threads(granted.min(num_cpus::get_physical()), recording)
}

/// Threads for whisper.cpp on a machine with `cores` physical cores.
///
/// Its threads spin at barriers, so one that is preempted stalls all others: on an
/// eight-core laptop six threads took a seventh of the sound's length and eight took twice its
/// length (VocaHQ/vocalinux issue 492). One core is therefore left free, and on two cores a single
/// thread is faster than two as soon as anything else runs. While recording, the limit is
/// lower, because nothing may delay the recording.
pub fn threads(cores: usize, recording: bool) -> usize {
    cores
        .saturating_sub(1)
        .clamp(1, if recording { 4 } else { 6 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_machine_gets_a_thread_and_never_more_than_it_has() {
        let granted = std::thread::available_parallelism().map_or(1, usize::from);
        for recording in [true, false] {
            assert!((1..=granted).contains(&threads_here(recording)));
        }
    }

    #[test]
    fn two_cores_get_one_thread() {
        for cores in [0, 1, 2] {
            assert_eq!(threads(cores, true), 1);
            assert_eq!(threads(cores, false), 1);
        }
    }

    #[test]
    fn one_core_is_left_free_and_recording_takes_fewer() {
        assert_eq!(threads(4, true), 3);
        assert_eq!(threads(4, false), 3);
        assert_eq!(threads(8, true), 4);
        assert_eq!(threads(8, false), 6);
        assert_eq!(threads(64, false), 6);
    }
}
