import type { PublishedEvent } from '../contract/stream.ts';

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
