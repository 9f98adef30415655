/** Numbers of the allocations that every database has (migration 0002). */
export const allocationNo = {
  /** Everybody. */
  public: 1,
  /** Sold before this platform, or on another: nobody can buy from it. */
  elsewhere: 2,
} as const;
