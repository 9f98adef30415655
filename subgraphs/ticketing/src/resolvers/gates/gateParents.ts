import type { DeviceRow, GateRow } from '../../sql/gates/gates.ts';
import type { AttendanceRow, ConflictRow, ScanRow } from '../../sql/gates/scans.ts';

declare module '@games/schema/generated/ticketing.ts' {
  interface Parents {
    Gate: GateRow;
    GateDevice: DeviceRow;
    Scan: ScanRow;
    EntryConflict: ConflictRow;
    Attendance: AttendanceRow;
  }
}
