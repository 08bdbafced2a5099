/** Where a log keeps what is set at its bench; one that is made anew takes it along. */
export const BENCH_SETTINGS_KEY = 'bench-settings'
