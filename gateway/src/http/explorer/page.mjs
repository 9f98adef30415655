/** The explorer's page: GraphiQL with the named operations beside it. React and GraphiQL come as globals. */
const { React, ReactDOM, GraphiQL } = globalThis;
const element = React.createElement;
const accept =
  'multipart/mixed;deferSpec=20220824, application/graphql-response+json, application/json;q=0.9, text/event-stream;q=0.5';

const settings = await fetch('/explorer/settings.json').then((response) => response.json());
/** GraphiQL keeps its tabs here; what a visitor has arranged stays. */
const isFirstVisit = localStorage.getItem('graphiql:tabState') === null;
ReactDOM.createRoot(document.getElementById('explorer')).render(element(Explorer));
if (isFirstVisit && settings.operations.length > 0) showOperations();

/**
 * Opens the pane of the named operations. GraphiQL decides at its first render whether a pane shows, and only its own
 * button, which comes a few frames later, changes that.
 */
function showOperations(framesLeft = 600) {
  const button = document.querySelector('[aria-label="Show Named operations"]');
  if (button) button.click();
  else if (framesLeft > 0) requestAnimationFrame(() => showOperations(framesLeft - 1));
}

function Explorer() {
  const [first] = settings.operations;
  return element(
    GraphiQL,
    {
      fetcher: send,
      shouldPersistHeaders: false,
      defaultHeaders: headersFor({}),
      inputValueDeprecation: true,
      plugins: settings.operations.length > 0 ? [operationsPlugin] : [],
      defaultQuery: '# Ctrl-Space completes, Ctrl-Enter runs.\n\n{\n  __typename\n}\n',
      ...(isFirstVisit && first
        ? { query: first.document, variables: first.variables, headers: headersFor(first) }
        : {}),
      isHeadersEditorEnabled: true,
    },
    element(GraphiQL.Logo, null, 'Games Graph'),
  );
}

/** The text of the headers that an operation is shown with. */
function headersFor({ headers = {} }) {
  const all = { ...settings.headers, ...headers };
  return Object.keys(all).length > 0 ? JSON.stringify(all, null, 2) : '';
}

const operationsPlugin = { title: 'Named operations', icon: ListIcon, content: NamedOperations };

function ListIcon() {
  const line = (y) => element('path', { key: y, d: `M8 ${y}h12M4 ${y}h.01` });
  return element(
    'svg',
    { viewBox: '0 0 24 24', fill: 'none', stroke: 'currentColor', strokeWidth: 1.8, strokeLinecap: 'round' },
    [6, 12, 18].map(line),
  );
}

function NamedOperations() {
  const editors = GraphiQL.React.useEditorContext({ nonNull: true });
  const open = (operation) => {
    if (editors.queryEditor?.getValue().trim()) editors.addTab();
    // The new tab has its editors at the next turn.
    setTimeout(() => {
      editors.queryEditor?.setValue(operation.document);
      editors.variableEditor?.setValue(operation.variables);
      editors.headerEditor?.setValue(headersFor(operation));
    });
  };
  return element(
    'section',
    null,
    element('h2', { className: 'operations-title' }, 'Named operations'),
    element(
      'p',
      { className: 'operations-hint' },
      'The operations that sites and partners live on. One click opens one in a tab of its own.',
    ),
    element(
      'ul',
      { className: 'operations-list' },
      settings.operations.map((operation) =>
        element(
          'li',
          { key: operation.name },
          element(
            'button',
            { type: 'button', className: 'operations-item', onClick: () => open(operation) },
            element(
              'span',
              { className: 'operations-name' },
              operation.name,
              operation.kind === 'query' ? null : element('span', { className: 'operations-kind' }, operation.kind),
            ),
            operation.about && element('span', { className: 'operations-about' }, operation.about),
          ),
        ),
      ),
    ),
  );
}

/** Sends an operation and yields its answer, and what follows it: deferred parts, or the events of a subscription. */
async function* send(request, options) {
  // The schema is shown to the partner whose key the explorer has, not to the fan that an operation is tried as.
  const isIntrospection = request.operationName === 'IntrospectionQuery';
  const response = await fetch(settings.path, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept,
      ...settings.headers,
      ...(isIntrospection ? {} : options?.headers),
    },
    body: JSON.stringify(request),
  });
  const type = response.headers.get('content-type') ?? '';
  if (type.startsWith('text/event-stream')) yield* readEvents(response.body);
  else if (type.startsWith('multipart/mixed')) yield* readParts(response.body);
  else yield await response.json();
}

async function* readEvents(body) {
  for await (const event of split(body, '\n\n')) {
    const name = /^event: (.*)$/m.exec(event)?.[1];
    if (name === 'complete') return;
    if (name === 'next') yield JSON.parse(/^data: (.*)$/m.exec(event)[1]);
  }
}

async function* readParts(body) {
  for await (const part of split(body, '\r\n---')) {
    const at = part.indexOf('\r\n\r\n');
    if (at !== -1) yield JSON.parse(part.slice(at + 4));
  }
}

/** The texts of a body between separators, each as soon as its separator has come. */
async function* split(body, separator) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const texts = (rest + value).split(separator);
      rest = texts.pop();
      yield* texts;
    }
  } finally {
    await reader.cancel();
  }
}
