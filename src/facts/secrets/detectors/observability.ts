import { assigned, prefixed, type DetectorFamily } from "./detector.ts";

const detectors: DetectorFamily = [
  prefixed({
    kind: "grafana-token",
    title: "Grafana service account or cloud token",
    prefix: ["glsa_", "glc_"],
    body: "[A-Za-z0-9+/]{32,400}(?:_[0-9a-f]{8})?={0,3}",
    source: "Grafana documentation, service accounts; cloud access policy tokens",
  }),
  prefixed({
    kind: "grafana-api-key",
    title: "Grafana API key",
    // Base64 of `{"k":"`.
    prefix: "eyJrIjoi",
    body: "[A-Za-z0-9]{60,400}={0,2}",
    source: "Grafana documentation, API keys",
  }),
  prefixed({
    kind: "new-relic-key",
    title: "New Relic key",
    prefix: ["NRAK-", "NRII-", "NRSP-"],
    body: "[A-Za-z0-9-]{26,37}",
    source: "New Relic documentation, API keys",
  }),
  assigned({
    kind: "datadog-key",
    title: "Datadog API or application key",
    names: ["datadog", "dd_api_key", "dd_app_key", "dd-api-key"],
    value: "[0-9a-f]{40}|[0-9a-f]{32}",
    source: "Datadog documentation, API and application keys",
  }),
  prefixed({
    kind: "sentry-token",
    title: "Sentry auth token",
    prefix: ["sntrys_", "sntryu_"],
    body: "[A-Za-z0-9+/=_]{64,500}",
    reach: 640,
    source: "Sentry developer documentation, org auth tokens",
  }),
  prefixed({
    kind: "dynatrace-token",
    title: "Dynatrace token",
    prefix: ["dt0c01.", "dt0s01.", "dt0s02.", "dt0s16."],
    body: "[A-Z2-7]{8,24}\\.[A-Z2-7]{64}",
    source: "Dynatrace documentation, access tokens, token format",
  }),
  assigned({
    kind: "pagerduty-key",
    title: "PagerDuty API key",
    names: ["pagerduty", "pd_api"],
    value: "[a-z]\\+[A-Za-z0-9_-]{18}|[A-Za-z0-9_+-]{20}|[0-9a-f]{32}",
    minEntropy: 3.3,
    source: "PagerDuty documentation, API access keys",
  }),
  assigned({
    kind: "splunk-hec-token",
    title: "Splunk HTTP event collector token",
    names: ["splunk_hec", "splunk_token", "splunk-hec"],
    value: "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}",
    source: "Splunk documentation, HTTP event collector",
  }),
  prefixed({
    kind: "sonarqube-token",
    title: "SonarQube token",
    prefix: ["squ_", "sqp_", "sqa_"],
    body: "[0-9a-f]{40}",
    source: "SonarQube documentation, generating and using tokens",
  }),
  assigned({
    kind: "snyk-token",
    title: "Snyk API token",
    names: ["snyk"],
    value: "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
    source: "Snyk documentation, API token",
  }),
  assigned({
    kind: "codecov-token",
    title: "Codecov upload token",
    names: ["codecov_token", "codecov-token"],
    value: "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
    severity: "warning",
    source: "Codecov documentation, upload tokens",
  }),
];

export default detectors;
