import type { FloorClaim, FloorStation } from '#contract/sync/floor-answer.ts';
/** `stuck`: nothing goes on until somebody comes. `look`: it goes on, and not well. */
export type BenchTone = 'stuck' | 'look' | 'work' | 'quiet';
export type BenchWhy = 'memory' | 'silent-holding' | 'silent-waiting' | 'silent' | 'waiting' | 'printer-paper' | 'printer-open' | 'printer-ribbon' | 'printer-jam' | 'printer' | 'printer-lost' | 'scale' | 'scanner' | 'clock' | 'errors' | 'still' | 'picking' | 'packing' | 'loading' | 'ready' | 'nobody' | 'off' | 'never';
/** One bench in one sentence: how it is, why, and what fills the sentence. */
export type BenchState = {
    tone: BenchTone;
    why: BenchWhy;
    /** Since when it is so, by the office's clock; null where nobody knows. */
    sinceMs: number | null;
    count: number;
    total: number;
    reference: string;
};
/** How one bench is at `nowMs` of the office's clock. */
export declare function benchState(station: FloorStation, claims: readonly FloorClaim[], nowMs: number): BenchState;
export type BenchTile = {
    station: FloorStation;
    state: BenchState;
};
/** All benches, stuck ones first, and of those what has lasted longest. */
export declare function stuckFirst(stations: readonly FloorStation[], claims: readonly FloorClaim[], nowMs: number): BenchTile[];
/** A claim that nobody works on: its bench is gone, or was taken out. */
export declare function isStuckClaim({ stationOnline }: Pick<FloorClaim, 'stationOnline'>): boolean;
