import type { Instant, RunId } from '../records.ts';

/** One time at which a schedule is to fire. */
export interface Slot {
  readonly schedule: string;
  /** When the cron pattern says; what is begun later by jitter or queueing is still this slot. */
  readonly at: Instant;
}

/** How a slot ended. */
export interface SlotEnd {
  readonly state: 'finished' | 'failed' | 'skipped';
  /** Why it failed or was skipped; what else is worth knowing. */
  readonly because?: string;
}

/** A slot with what has become of it. */
export interface SlotRecord extends Slot {
  /** The run that it stands for; null when it was skipped. */
  readonly run: RunId | null;
  readonly state: 'claimed' | SlotEnd['state'];
  readonly because: string | null;
  /** Who has it, or had it last. */
  readonly owner: string | null;
  /** While it is claimed: when others may take it over. */
  readonly leaseUntil: Instant | null;
  /** How many owners it has had. */
  readonly claims: number;
  readonly claimedAt: Instant | null;
  readonly endedAt: Instant | null;
}

/** A slot in hand. */
export interface Claim extends Slot {
  readonly run: RunId;
  /** Which of its owners this is, from 1. One that has been followed by another can neither renew nor settle. */
  readonly claims: number;
}

export interface Claimant {
  /** The run of the slot: whoever takes it over goes on with the one it was first claimed with. */
  readonly run: RunId;
  readonly owner: string;
  readonly leaseMs: number;
}

/**
 * Which slot of which schedule was claimed by whom, and how it ended. A slot is settled once, whoever asks how often: every operation is atomic over
 * all schedulers. A schedule has one slot at work at a time. `now` is the caller's clock; an engine may go by one of its own.
 */
export interface Calendar {
  /**
   * Notes a schedule and its rule, and tells since when it counts: from when it was first noted with this very rule, or its newest slot on record.
   * What came before is nobody's.
   */
  enter(schedule: string, rule: string, now: Instant): Promise<Instant>;
  /**
   * Takes a slot that nobody has had, or whose owner's lease has run out. Null when it is in other hands or settled, when another slot of the
   * schedule is at work, or when a later one is on record already.
   */
  claim(slot: Slot, by: Claimant, now: Instant): Promise<Claim | null>;
  /** Lengthens the lease; false when the slot has gone to another owner or is settled. */
  renew(claim: Claim, leaseMs: number, now: Instant): Promise<boolean>;
  /** Ends it; false when it has gone to another owner or is settled. */
  settle(claim: Claim, end: SlotEnd, now: Instant): Promise<boolean>;
  /** Gives it back as it is: anybody may go on with its run at once. False like `settle`. */
  release(claim: Claim, now: Instant): Promise<boolean>;
  /** Settles a slot that nobody has had as skipped; false when it, or a later one, is on record already. */
  skip(slot: Slot, because: string, now: Instant): Promise<boolean>;
  /** The newest slot on record. */
  latest(schedule: string): Promise<SlotRecord | null>;
  /** The slot that is at work, whether its lease holds or not. */
  open(schedule: string): Promise<SlotRecord | null>;
  /** The newest slots on record, the newest first: of one schedule or of all. */
  list(query: { readonly schedule?: string; readonly most: number }): Promise<readonly SlotRecord[]>;
  close(): Promise<void>;
}
