/** The first tables. Digests are bytes; `until` is null for what is so now. */
export const tables = `
create table registry (
  id integer generated always as identity primary key,
  host text not null unique,
  -- What of it is read: patterns, tags, platforms, interval.
  settings jsonb not null,
  -- The largest list of repositories that was believed, and when.
  repositories integer not null default 0,
  listed_at timestamptz,
  due_at timestamptz not null default now(),
  -- Why its list was not believed or not given.
  note text,
  paused_until timestamptz,
  pause_reason text
);
create table repository (
  id integer generated always as identity primary key,
  registry integer not null references registry,
  name text not null,
  swept_at timestamptz,
  due_at timestamptz not null default now(),
  note text,
  unique (registry, name)
);
create index repository_due on repository (due_at);
-- What a tag leads to: one image, an index of several, or none.
create table manifest (
  id integer generated always as identity primary key,
  digest bytea not null unique,
  kind text not null,
  media_type text not null,
  reason text,
  created timestamptz
);
create table tag (
  id integer generated always as identity primary key,
  repository integer not null references repository,
  name text not null,
  manifest integer not null references manifest,
  since timestamptz not null default now(),
  until timestamptz
) with (fillfactor = 90);
create unique index tag_now on tag (repository, name) where until is null;
create index tag_manifest on tag (manifest) where until is null;
create index tag_since on tag using brin (since);
create index tag_until on tag (until) where until is not null;
create table image (
  id integer generated always as identity primary key,
  digest bytea not null unique,
  -- skipped (older than the newest tags), known (to be read), read, refused
  state text not null default 'skipped',
  reason text,
  -- Whether a tag leads to it.
  live boolean not null default false,
  -- Stamp of the code that read it, or refused it.
  facts text,
  platform text not null,
  created timestamptz,
  read_at timestamptz,
  queued_at timestamptz,
  os_id text,
  os_version text,
  user_name text,
  labels jsonb,
  packages integer,
  bytes bigint,
  content bytea
) with (fillfactor = 90);
create index image_waiting on image (id) where state = 'known';
create index image_state on image (state) where state <> 'read';
create index image_os on image (os_id, os_version);
create index image_user on image (user_name);
create index image_labels on image using gin (labels jsonb_path_ops);
create table manifest_image (
  manifest integer not null references manifest,
  image integer not null references image,
  primary key (manifest, image)
);
create index manifest_image_image on manifest_image (image);
-- What one layer brought and the finished image still has.
create table part (
  id integer generated always as identity primary key,
  sha256 bytea not null unique,
  packages integer[] not null,
  content bytea not null
);
create index part_packages on part using gin (packages);
create table image_part (
  image integer not null references image,
  layer smallint not null,
  part integer not null references part,
  primary key (image, layer)
);
create index image_part_part on image_part (part);
-- All that matching looks at.
create table package (
  id integer generated always as identity primary key,
  sha256 bytea not null unique,
  type text not null,
  name text not null,
  version text not null,
  shards text[] not null,
  content text not null,
  -- Digest of the result of matching; null until it is judged.
  result bytea,
  -- Why it is not judged.
  gap text
);
create index package_name on package (name text_pattern_ops);
create index package_new on package (id) where result is null;
create index package_shards on package using gin (shards);
create table vulnerability (
  id integer generated always as identity primary key,
  name text not null unique,
  names text[] not null,
  summary text,
  published text,
  exploited boolean not null default false,
  epss real
);
create index vulnerability_names on vulnerability using gin (names);
create table package_vulnerability (
  package integer not null references package,
  vulnerability integer not null references vulnerability,
  status text not null,
  fixed_in text,
  severity text not null,
  suppressed boolean not null,
  since timestamptz not null default now(),
  until timestamptz
);
create unique index package_vulnerability_now on package_vulnerability (package, vulnerability) where until is null;
create index package_vulnerability_name on package_vulnerability (vulnerability) where until is null;
create index package_vulnerability_since on package_vulnerability (since);
create index package_vulnerability_until on package_vulnerability (until) where until is not null;
create table shard (
  name text primary key,
  sha256 text not null,
  serial integer not null,
  judged_at timestamptz not null
);
-- Sums over all images, with their time.
create table total (
  name text primary key,
  at timestamptz not null,
  answer jsonb not null
);
create table self_check (
  image integer not null references image,
  at timestamptz not null default now(),
  difference text
);
create index self_check_at on self_check (at);
`;
