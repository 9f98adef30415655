/** A page as a fan's browser shows it. The pages of the payment sandbox work without scripts, so a form is all there is. */
export interface Page {
  readonly heading: string;
  readonly buttons: readonly string[];
  /** Presses a button and returns the address to which the browser is sent. */
  press(button: string): Promise<string>;
}

/** Opens a page. */
export async function openPage(url: string): Promise<Page> {
  const html = await (await fetch(url)).text();
  const buttons = [...html.matchAll(/<button name="(\w+)" value="(\w+)">(.+?)<\/button>/g)].map(
    ([, name = '', value = '', label = '']) => ({ name, value, label }),
  );
  return {
    heading: /<h1>(.+?)<\/h1>/.exec(html)?.[1] ?? '',
    buttons: buttons.map(({ label }) => label),
    press: async (wanted) => {
      const button = buttons.find(({ label }) => label === wanted);
      if (button === undefined) throw new Error(`There is no button ${wanted} in:\n${html}`);
      const body = new URLSearchParams({ [button.name]: button.value });
      const answer = await fetch(url, { method: 'POST', body, redirect: 'manual' });
      return answer.headers.get('location') ?? '';
    },
  };
}

/** Fills in the acquirer's card form. The number goes from the browser to the acquirer; the shop gets the token alone. */
export async function enterCard(sandboxUrl: string, number: string): Promise<string> {
  const body = new URLSearchParams({ number, expiry: '12/30', cvc: '123' });
  const answer = await fetch(new URL('/acquirer/tokens', sandboxUrl), { method: 'POST', body });
  return ((await answer.json()) as { token: string }).token;
}
