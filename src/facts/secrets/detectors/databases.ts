import { assigned, prefixed, type DetectorFamily } from "./detector.ts";

const detectors: DetectorFamily = [
  prefixed({
    kind: "databricks-token",
    title: "Databricks personal access token",
    prefix: "dapi",
    body: "[0-9a-f]{32}(?:-\\d)?",
    minEntropy: 3,
    source: "Databricks documentation, personal access token authentication",
  }),
  prefixed({
    kind: "planetscale-token",
    title: "PlanetScale password or token",
    prefix: ["pscale_tkn_", "pscale_pw_", "pscale_oauth_"],
    body: "[\\w.=-]{32,64}",
    source: "PlanetScale documentation, service tokens; connection strings",
  }),
  prefixed({
    kind: "supabase-secret",
    title: "Supabase secret key or token",
    prefix: ["sb_secret_", "sbp_"],
    body: "[A-Za-z0-9_-]{31,60}",
    source: "Supabase documentation, understanding API keys",
  }),
  prefixed({
    kind: "clickhouse-cloud-key",
    title: "ClickHouse Cloud secret key",
    prefix: "4b1d",
    body: "[A-Za-z0-9]{38}",
    minEntropy: 3.8,
    // As many hashes begin with these letters.
    accepts: (secret) => /[G-Z]/.test(secret) && /[g-z]/.test(secret),
    source: "ClickHouse documentation, manage cloud API keys",
  }),
  prefixed({
    kind: "aiven-token",
    title: "Password of an Aiven service",
    prefix: "AVNS_",
    body: "[\\w-]{19}",
    source: "Aiven documentation, service credentials",
  }),
  assigned({
    kind: "airtable-token",
    title: "Airtable personal access token",
    // `pat` alone is in every other word.
    names: ["airtable"],
    value: "pat[A-Za-z0-9]{14}\\.[0-9a-f]{64}",
    source: "Airtable Web API documentation, authentication",
  }),
  prefixed({
    kind: "neon-key",
    title: "Neon API key",
    prefix: "napi_",
    body: "[a-z0-9]{64}",
    source: "Neon documentation, manage API keys",
  }),
];

export default detectors;
