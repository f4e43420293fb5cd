/** Requests to a registry are counted, and a sweep that is cut short goes on where it was. */
export const requestBudgets = `
-- The window of its budget that runs, and how many requests were sent in it.
alter table registry add column window_start timestamptz, add column requests integer not null default 0;
-- Digests by tag that a sweep had asked for when it was cut short.
alter table repository add column asked jsonb;
`;
