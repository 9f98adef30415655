import type { PublishedEvent, Rename } from '../contract/stream.ts';

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

const renamings = new WeakMap<PublishedEvent, Map<string, PublishedEvent>>();

/** An event in the names of some of its subscribers; made once for all who have the same names. */
export function renamedEvent(event: PublishedEvent, { key, rename }: Rename): PublishedEvent {
  let known = renamings.get(event);
  if (known === undefined) {
    known = new Map();
    renamings.set(event, known);
  }
  let renamed = known.get(key);
  if (renamed === undefined) {
    renamed = publishedEvent(rename(event.body));
    known.set(key, renamed);
  }
  return renamed;
}
