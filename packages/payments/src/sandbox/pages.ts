/** The pages that a fan meets at the providers. They work without scripts, so that tests can walk through them too. */

interface Choice {
  readonly value: string;
  readonly label: string;
}

/** A page with one form: `decision` is the value of the button that was pressed, posted to the page's own address. */
export function decisionPage(title: string, text: string, choices: readonly Choice[]): string {
  const buttons = choices.map(
    ({ value, label }) => `<button name="decision" value="${escapeHtml(value)}">${escapeHtml(label)}</button>`,
  );
  return page(title, `<p>${escapeHtml(text)}</p><form method="post">${buttons.join(' ')}</form>`);
}

/** A page that only says something. */
export function messagePage(title: string, text: string): string {
  return page(title, `<p>${escapeHtml(text)}</p>`);
}

/** The acquirer's own card form: the number goes from the browser to the acquirer, never to the shop. */
export function cardFormPage(): string {
  const field = (name: string, label: string, hint: string) =>
    `<label>${label} <input name="${name}" placeholder="${hint}" autocomplete="off" required></label><br>`;
  return page(
    'Card details',
    `<p>Sandbox: no real card is ever charged.</p><form method="post">${field('number', 'Number', '4111 1111 1111 1111')}${field('expiry', 'Expiry', '12/30')}${field('cvc', 'CVC', '123')}<button>Continue</button></form>`,
  );
}

function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)} – payment sandbox</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:28rem;margin:4rem auto;padding:0 1rem}button{font:inherit;padding:.5rem 1rem}label{display:block;margin:.5rem 0}</style>
<h1>${escapeHtml(title)}</h1>${body}</html>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
