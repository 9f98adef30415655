const controls: ReadonlySet<string> = new Set(['DT_KA', 'DT_LOCAL_ON', 'DT_LOCAL_OFF', 'DT_GLOBAL_GM', 'DT_GLOBAL_GN']);

/** Signs of life and control messages: header alone, about the sender, read by the feed itself. */
export const isControl = (documentType: string): boolean => controls.has(documentType);
