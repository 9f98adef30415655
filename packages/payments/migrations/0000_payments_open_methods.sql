-- A method is whatever provider is configured: the core knows none by name.
alter table payment drop constraint payment_method_check;
alter table payment add constraint payment_method_check check (method ~ '^[A-Z][A-Z0-9_]{1,31}$');

alter table payment_operation rename column begun_at to started_at;
alter table payment_operation rename column ended_at to completed_at;
