/** Header in which the gateway tells a subgraph how many milliseconds its answer may take. */
export const deadlineHeader = 'x-deadline-ms';
