-- The processes that sell at this moment. They propose best seats from rows of their own, so that they don't fight over the
-- same ones; it decides nothing, so it need not survive a crash.
create unlogged table seller_processes (
  id uuid primary key,
  seen_at timestamptz not null
);
