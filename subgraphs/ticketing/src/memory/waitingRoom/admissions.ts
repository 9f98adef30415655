/** What the waiting room says about who may go in. */
export interface Admissions {
  /** Codes of the phases of sale that an admission lets this fan into now; none for a forged one, or somebody else's. */
  admittedTo(fanId: string, admission: string): Promise<readonly string[]>;
}

/** Where there is no waiting room, nobody gets through one. */
export const closedWaitingRoom: Admissions = { admittedTo: async () => [] };
