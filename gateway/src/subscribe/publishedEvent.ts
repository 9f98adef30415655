/** One answer on its way to all subscribers of a topic: what a transport writes of it is built once, for all. */
export interface PublishedEvent {
  /** `{"data":…}` as UTF-8. */
  readonly body: Buffer;
  /** The event in the form of a transport; built at the first call for each form. */
  readonly framed: (form: string, build: (body: Buffer) => Buffer) => Buffer;
}

/** An event with its forms. */
export function publishedEvent(body: Buffer): PublishedEvent {
  const forms = new Map<string, Buffer>();
  return {
    body,
    framed: (form, build) => {
      const known = forms.get(form);
      if (known !== undefined) return known;
      const fresh = build(body);
      forms.set(form, fresh);
      return fresh;
    },
  };
}
