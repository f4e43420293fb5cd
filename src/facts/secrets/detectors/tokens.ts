import { endsInChecksum } from "../checksum.ts";
import { anyCase, assignment, escaped, type Detector, type DetectorFamily } from "./detector.ts";

/** Defaults: `error`, and the entropy of its table. */
type TokenOptions = Partial<Pick<Detector, "severity" | "minEntropy" | "accepts" | "onlyNamed" | "reach">>;

type Row = readonly [
  kind: string,
  title: string,
  /** What the token begins with, or, in any case, the variable's name. */
  start: string | readonly string[],
  /** Source of an expression for what follows. */
  value: string,
  source: string,
  more?: TokenOptions,
];

const uuid = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
const anyUuid = uuid.replaceAll("a-f", "a-fA-F");
const github = 'github.blog, "Behind GitHub\'s new authentication token formats" (2021)';
const gitlab = "GitLab documentation, token overview, token prefixes";
/** Twenty letters, or the longer routable form with its checksum behind dots. */
const gitlabBody = "[\\w-]{20,64}(?:\\.[0-9a-z]{2}\\.[0-9a-z]{9})?";
const stripe = "Stripe documentation, API keys";
const shopify = "Shopify documentation, authentication; changelog, length of API credentials";

const hasChecksum = (token: string): boolean => endsInChecksum(token, 4);

/** Not all hex, which is a hash, and more than letters, which is a word or a path. */
export const looksDrawn = (secret: string): boolean =>
  /[0-9+/]/.test(secret) && /[a-z]/.test(secret) && /[A-Z]/.test(secret);

/** Tokens that start with letters of their own. */
// prettier-ignore
const byPrefix: readonly Row[] = [
  // Models
  ["anthropic-key", "Anthropic API key", ["sk-ant-api03-", "sk-ant-admin01-", "sk-ant-oat01-"], "[\\w-]{80,120}", "Anthropic API documentation, authentication", { minEntropy: 3.5 }],
  ["huggingface-token", "Hugging Face token", ["hf_", "api_org_"], "[A-Za-z]{34}", "Hugging Face documentation, user access tokens", { minEntropy: 3.5 }],
  ["groq-key", "Groq API key", "gsk_", "[A-Za-z0-9]{52}", "Groq documentation, API keys"],
  ["replicate-token", "Replicate API token", "r8_", "[A-Za-z0-9_-]{37}", "Replicate documentation, API tokens"],
  ["perplexity-key", "Perplexity API key", "pplx-", "[A-Za-z0-9]{48}", "Perplexity documentation, API keys"],
  ["xai-key", "xAI API key", "xai-", "[A-Za-z0-9]{80}", "xAI documentation, API keys"],
  ["openrouter-key", "OpenRouter API key", "sk-or-v1-", "[0-9a-f]{64}", "OpenRouter documentation, authentication"],
  ["langsmith-key", "LangSmith API key", ["lsv2_pt_", "lsv2_sk_"], "[0-9a-f]{32}_[0-9a-f]{10}", "LangSmith documentation, API keys"],
  // AWS
  ["aws-bedrock-key", "Amazon Bedrock API key", "ABSK", "[A-Za-z0-9+/]{109,269}={0,2}", "Amazon Bedrock User Guide, API keys"],
  ["aws-mws-token", "Amazon Marketplace Web Service token", "amzn.mws.", uuid, "Amazon MWS Developer Guide, authorization tokens"],
  // Clouds
  ["digitalocean-token", "DigitalOcean token", ["dop_v1_", "doo_v1_", "dor_v1_"], "[0-9a-f]{64}", "DigitalOcean documentation, create a personal access token"],
  ["cloudflare-origin-ca-key", "Cloudflare origin CA key", "v1.0-", "[0-9a-f]{24}-[0-9a-f]{146}", "Cloudflare documentation, Origin CA keys"],
  ["heroku-token", "Heroku API key", "HRKU-", "AA[\\w-]{58}", "Heroku changelog, new API key format"],
  ["fly-token", "Fly.io token", ["fm2_", "fo1_"], "[A-Za-z0-9+/_-]{43,400}={0,3}", "Fly.io documentation, access tokens", { minEntropy: 4 }],
  ["netlify-token", "Netlify token", ["nfp_", "nfc_", "nfo_", "nfu_"], "[A-Za-z0-9]{36}", "Netlify documentation, API authentication"],
  ["alibaba-access-key-id", "Id of an Alibaba Cloud access key", "LTAI", "[A-Za-z0-9]{16,20}", "Alibaba Cloud documentation, AccessKey pair", { minEntropy: 3.5, severity: "warning" }],
  ["tencent-secret-id", "Id of a Tencent Cloud secret", "AKID", "[A-Za-z0-9]{32}", "Tencent Cloud documentation, root account access keys", { minEntropy: 3.5, severity: "warning" }],
  ["yandex-api-key", "Yandex Cloud API key", "AQVN", "[\\w-]{35,38}", "Yandex Cloud documentation, API keys", { minEntropy: 3.5 }],
  // Databases
  ["databricks-token", "Databricks personal access token", "dapi", "[0-9a-f]{32}(?:-\\d)?", "Databricks documentation, personal access token authentication", { minEntropy: 3 }],
  ["planetscale-token", "PlanetScale password or token", ["pscale_tkn_", "pscale_pw_", "pscale_oauth_"], "[\\w.=-]{32,64}", "PlanetScale documentation, service tokens; connection strings"],
  ["supabase-secret", "Supabase secret key or token", ["sb_secret_", "sbp_"], "[A-Za-z0-9_-]{31,60}", "Supabase documentation, understanding API keys"],
  // As many hashes begin with these letters.
  ["clickhouse-cloud-key", "ClickHouse Cloud secret key", "4b1d", "[A-Za-z0-9]{38}", "ClickHouse documentation, manage cloud API keys", { minEntropy: 3.8, accepts: (secret) => /[G-Z]/.test(secret) && /[g-z]/.test(secret) }],
  ["aiven-token", "Password of an Aiven service", "AVNS_", "[\\w-]{19}", "Aiven documentation, service credentials"],
  ["neon-key", "Neon API key", "napi_", "[a-z0-9]{64}", "Neon documentation, manage API keys"],
  // GitHub
  ["github-token", "GitHub personal access token", "ghp_", "[A-Za-z0-9]{36}", github, { accepts: hasChecksum }],
  ["github-oauth-token", "GitHub OAuth or app token", ["gho_", "ghu_", "ghs_"], "[A-Za-z0-9]{36}", github, { accepts: hasChecksum }],
  ["github-refresh-token", "GitHub refresh token", "ghr_", "[A-Za-z0-9]{36,76}", github, { accepts: (token) => token.length > 40 || hasChecksum(token) }],
  ["github-fine-grained-token", "GitHub fine-grained personal access token", "github_pat_", "[A-Za-z0-9]{22}_[A-Za-z0-9]{59}", "GitHub documentation, managing your personal access tokens", { minEntropy: 3.5 }],
  // GitLab
  ["gitlab-token", "GitLab personal access token", "glpat-", gitlabBody, gitlab],
  ["gitlab-deploy-token", "GitLab deploy token", "gldt-", gitlabBody, gitlab],
  ["gitlab-runner-token", "GitLab runner token", ["glrt-", "glrtr-", "GR1348941"], gitlabBody, gitlab],
  ["gitlab-job-token", "GitLab CI job token", "glcbt-", "(?:[0-9a-f]{1,5}_)?[\\w-]{20,64}", gitlab, { severity: "warning" }],
  ["gitlab-other-token", "GitLab token", ["glptt-", "glft-", "glsoat-", "glagent-", "gloas-", "glimt-", "glffct-", "glwt-"], gitlabBody, gitlab],
  // Google
  // Those of browsers and apps are public, and nothing tells them apart.
  ["google-api-key", "Google API key", "AIza", "[\\w-]{35}", "Google Cloud documentation, manage API keys", { minEntropy: 3, severity: "warning" }],
  ["google-oauth-secret", "Client secret of a Google OAuth application", "GOCSPX-", "[\\w-]{28}", "Google identity documentation, OAuth 2.0 for web server applications"],
  ["google-oauth-token", "Google OAuth access token", "ya29.", "[\\w-]{60,400}", "Google identity documentation, OAuth 2.0 for web server applications", { severity: "warning" }],
  // Infrastructure
  ["vault-token", "HashiCorp Vault token", ["hvs.", "hvb.", "hvr."], "[\\w-]{24,300}", "Vault documentation, tokens, token prefixes", { minEntropy: 3.5 }],
  ["pulumi-token", "Pulumi access token", "pul-", "[0-9a-f]{40}", "Pulumi documentation, access tokens"],
  ["doppler-token", "Doppler token", ["dp.pt.", "dp.st.", "dp.ct.", "dp.sa.", "dp.scim.", "dp.audit."], "(?:[a-z0-9_-]{2,35}\\.)?[A-Za-z0-9]{40,44}", "Doppler documentation, auth token formats"],
  ["tailscale-key", "Tailscale key", ["tskey-auth-", "tskey-api-", "tskey-client-", "tskey-scim-", "tskey-webhook-"], "[A-Za-z0-9]{8,24}-[A-Za-z0-9]{16,48}", "Tailscale documentation, key prefixes"],
  ["onepassword-token", "1Password service account token", "ops_eyJ", "[A-Za-z0-9+/=_-]{200,1200}", "1Password developer documentation, service accounts", { reach: 1_536 }],
  ["onepassword-secret-key", "1Password secret key", "A3-", "[A-Z0-9]{6}-(?:[A-Z0-9]{11}|[A-Z0-9]{6}-[A-Z0-9]{5})-[A-Z0-9]{5}-[A-Z0-9]{5}-[A-Z0-9]{5}", "1Password security design white paper, secret key"],
  ["infracost-key", "Infracost API key", "ico-", "[A-Za-z0-9]{32}", "Infracost documentation, API key", { minEntropy: 3.5 }],
  ["prefect-key", "Prefect API key", ["pnu_", "pnb_"], "[A-Za-z0-9]{36}", "Prefect documentation, API keys"],
  // Messaging
  ["slack-token", "Slack token", ["xoxb-", "xoxp-", "xoxa-", "xoxr-", "xoxs-", "xoxe-", "xoxe.xoxb-", "xoxe.xoxp-"], "(?:\\d{1,13}-)[\\w-]{20,180}", "Slack API documentation, token types"],
  ["slack-app-token", "Slack app-level token", "xapp-", "\\d-[A-Z0-9]{9,13}-\\d{10,14}-[a-z0-9]{60,70}", "Slack API documentation, token types"],
  ["sendgrid-key", "SendGrid API key", "SG.", "[\\w-]{22}\\.[\\w-]{43}", "SendGrid documentation, API keys"],
  ["brevo-key", "Brevo API key", ["xkeysib-", "xsmtpsib-"], "[0-9a-f]{64}-[A-Za-z0-9]{16}", "Brevo documentation, API keys"],
  // Observability
  ["grafana-token", "Grafana service account or cloud token", ["glsa_", "glc_"], "[A-Za-z0-9+/]{32,400}(?:_[0-9a-f]{8})?={0,3}", "Grafana documentation, service accounts; cloud access policy tokens"],
  // Base64 of `{"k":"`.
  ["grafana-api-key", "Grafana API key", "eyJrIjoi", "[A-Za-z0-9]{60,400}={0,2}", "Grafana documentation, API keys"],
  ["new-relic-key", "New Relic key", ["NRAK-", "NRII-", "NRSP-"], "[A-Za-z0-9-]{26,37}", "New Relic documentation, API keys"],
  ["sentry-token", "Sentry auth token", ["sntrys_", "sntryu_"], "[A-Za-z0-9+/=_]{64,500}", "Sentry developer documentation, org auth tokens", { reach: 640 }],
  ["dynatrace-token", "Dynatrace token", ["dt0c01.", "dt0s01.", "dt0s02.", "dt0s16."], "[A-Z2-7]{8,24}\\.[A-Z2-7]{64}", "Dynatrace documentation, access tokens, token format"],
  ["sonarqube-token", "SonarQube token", ["squ_", "sqp_", "sqa_"], "[0-9a-f]{40}", "SonarQube documentation, generating and using tokens"],
  // Payments
  ["stripe-key", "Stripe secret key", ["sk_live_", "rk_live_"], "[A-Za-z0-9]{24,128}", stripe],
  ["stripe-test-key", "Stripe secret key of the test mode", ["sk_test_", "rk_test_"], "[A-Za-z0-9]{24,128}", stripe, { severity: "info" }],
  ["stripe-webhook-secret", "Stripe webhook signing secret", "whsec_", "[A-Za-z0-9+/]{32,64}={0,2}", "Stripe documentation, webhook signatures"],
  ["square-token", "Square access token or secret", ["sq0atp-", "sq0csp-"], "[\\w-]{22,43}", "Square documentation, access tokens"],
  // The upper-case and padded forms of base64 are everywhere.
  ["square-access-token", "Square access token", "EAAA", "[\\w-]{60}", "Square documentation, access tokens", { minEntropy: 4.2, accepts: (secret) => !/A{5}/.test(secret) && /[_-]/.test(secret), severity: "warning" }],
  ["shopify-token", "Shopify token", ["shpat_", "shpca_", "shppa_", "shpss_"], "[0-9a-fA-F]{32}", shopify],
  ["flutterwave-key", "Flutterwave secret key", ["FLWSECK-", "FLWSECK_TEST-"], "[0-9a-fA-F]{12,32}(?:-X)?", "Flutterwave documentation, API keys"],
  ["easypost-key", "EasyPost API key", "EZAK", "[A-Za-z0-9]{54}", "EasyPost documentation, API keys"],
  ["duffel-token", "Duffel access token", ["duffel_live_", "duffel_test_"], "[\\w=-]{43}", "Duffel documentation, access tokens"],
  // Productivity
  ["atlassian-token", "Atlassian API token", ["ATATT3xFfGF0", "ATCTT3xFfGN0", "ATBB"], "[\\w=-]{28,300}", "Atlassian documentation, API tokens; Bitbucket documentation, app passwords", { minEntropy: 4 }],
  ["linear-key", "Linear API key", ["lin_api_", "lin_oauth_"], "[A-Za-z0-9]{40,64}", "Linear documentation, API keys"],
  ["notion-token", "Notion integration token", ["ntn_", "secret_"], "[A-Za-z0-9]{43,46}", "Notion developer documentation, authorization", { minEntropy: 3.8 }],
  ["figma-token", "Figma access token", ["figd_", "figu_", "figo_"], "[\\w-]{36,64}", "Figma developer documentation, access tokens", { minEntropy: 3.5 }],
  ["postman-key", "Postman API key", "PMAK-", "[0-9a-f]{24}-[0-9a-f]{34}", "Postman documentation, API keys"],
  ["hubspot-token", "HubSpot private app token", ["pat-na1-", "pat-na2-", "pat-eu1-", "pat-ap1-"], uuid, "HubSpot developer documentation, private apps"],
  ["contentful-token", "Contentful personal access token", "CFPAT-", "[\\w-]{43}", "Contentful documentation, personal access tokens"],
  ["dropbox-token", "Dropbox access token", "sl.", "(?:u\\.)?[A-Za-z0-9_=-]{130,400}", "Dropbox developer documentation, OAuth guide, short-lived tokens", { minEntropy: 4, severity: "warning" }],
  ["typeform-token", "Typeform access token", "tfp_", "[\\w.=-]{40,60}", "Typeform documentation, personal access tokens", { minEntropy: 3.5 }],
  ["readme-key", "ReadMe API key", "rdme_", "[a-z0-9]{70}", "ReadMe documentation, API keys"],
  ["mapbox-secret-token", "Mapbox secret token", "sk.eyJ", "[\\w-]{40,200}\\.[\\w-]{22}", "Mapbox documentation, access tokens"],
  ["circleci-token", "CircleCI API token", ["CCIPAT_", "CCIPRJ_"], "[A-Za-z0-9]{22}_[0-9a-f]{40}", "CircleCI documentation, managing API tokens"],
  ["buildkite-token", "Buildkite token", ["bkua_", "bkct_"], "[A-Za-z0-9]{40,72}", "Buildkite documentation, managing API access tokens"],
  // Registries
  ["npm-token", "npm access token", "npm_", "[A-Za-z0-9]{36}", 'GitHub changelog, "npm has a new access token format" (2021)', { accepts: hasChecksum }],
  // A macaroon: version 2, then the location and its length, in base64.
  ["pypi-token", "PyPI upload token", ["pypi-AgEIcHlwaS5vcmc", "pypi-AgENdGVzdC5weXBpLm9yZw"], "[\\w-]{50,400}", "PyPI documentation, API tokens; libmacaroons, format 2"],
  ["rubygems-key", "RubyGems API key", "rubygems_", "[0-9a-f]{48}", "RubyGems guides, API key scopes"],
  ["docker-hub-token", "Docker Hub access token", ["dckr_pat_", "dckr_oat_"], "[\\w-]{27,32}", "Docker documentation, personal access tokens; organization access tokens"],
  ["nuget-key", "NuGet API key", "oy2", "[a-z0-9]{43}", "NuGet documentation, scoped API keys", { minEntropy: 3.5 }],
  ["clojars-token", "Clojars deploy token", "CLOJARS_", "[0-9a-f]{60}", "Clojars documentation, deploy tokens"],
  ["artifactory-key", "Artifactory API key", "AKCp", "[A-Za-z0-9]{66,70}", "JFrog documentation, API keys", { minEntropy: 3.5 }],
  // Base64 of `reftkn:`.
  ["artifactory-reference-token", "Artifactory reference token", "cmVmdGtuO", "[A-Za-z0-9]{55}", "JFrog documentation, reference tokens"],
  ["packagist-token", "Packagist token", ["packagist_out_", "packagist_ack_", "packagist_acs_", "packagist_uut_"], "[0-9a-f]{60,80}", "Packagist documentation, API tokens"],
];

/** Secrets without a form of their own, told by the vendor's name before them: `HEROKU_API_KEY=...`. */
// prettier-ignore
const byName: readonly Row[] = [
  // Models
  ["cohere-key", "Cohere API key", ["cohere", "co_api_key"], "[A-Za-z0-9]{40}", "Cohere documentation, API keys", { minEntropy: 4 }],
  ["mistral-key", "Mistral API key", ["mistral_api"], "[A-Za-z0-9]{32}", "Mistral documentation, API keys", { minEntropy: 3.8 }],
  // AWS
  ["aws-secret-key", "AWS secret access key", ["aws_secret", "aws-secret", "awssecret", "secretaccesskey", "secret_access_key", "aws.secret"], "[A-Za-z0-9/+]{40}", "AWS CLI User Guide, configuration and credential file settings", { accepts: looksDrawn }],
  ["aws-session-token", "AWS session token", ["aws_session_token", "aws_security_token", "sessiontoken"], "(?:IQoJ|FwoG|FQoG)[A-Za-z0-9/+]{100,1600}={0,2}", "AWS IAM User Guide, temporary security credentials", { severity: "warning", reach: 2_048 }],
  // Azure
  ["azure-client-secret", "Client secret of a Microsoft Entra application", ["client_secret", "clientsecret", "client-secret", "azure_", "arm_", "password", "aad_"], "[A-Za-z0-9_~.-]{3}\\dQ~[A-Za-z0-9_~.-]{31,34}", "Microsoft Purview documentation, Azure AD client secret"],
  // Clouds
  ["cloudflare-token", "Cloudflare API token or key", ["cloudflare", "cf_api", "cf_global"], "[A-Za-z0-9_-]{40}|[0-9a-f]{37}", "Cloudflare documentation, create API token; get Global API key", { minEntropy: 3.5 }],
  ["heroku-key", "Heroku API key", ["heroku"], anyUuid, "Heroku Dev Center, platform API reference, authentication"],
  ["vercel-token", "Vercel token", ["vercel_token", "vercel_access"], "[A-Za-z0-9]{24}", "Vercel documentation, access tokens", { minEntropy: 3.5 }],
  ["linode-token", "Linode token", ["linode"], "[0-9a-f]{64}", "Linode API documentation, personal access tokens"],
  ["scaleway-secret-key", "Scaleway secret key", ["scw_secret", "scaleway"], anyUuid, "Scaleway documentation, API keys"],
  ["ibm-cloud-key", "IBM Cloud API key", ["ibmcloud", "ibm_cloud", "ic_api_key", "bluemix"], "[\\w-]{44}", "IBM Cloud documentation, managing user API keys", { minEntropy: 4 }],
  // Databases
  // `pat` alone is in every other word.
  ["airtable-token", "Airtable personal access token", ["airtable"], "pat[A-Za-z0-9]{14}\\.[0-9a-f]{64}", "Airtable Web API documentation, authentication"],
  // Infrastructure
  ["vault-legacy-token", "HashiCorp Vault token", ["vault_token", "vault-token", "x-vault-token"], "[sbr]\\.[A-Za-z0-9]{24}", "Vault documentation, tokens, before 1.10"],
  ["consul-token", "Consul ACL token", ["consul_http_token", "consul_token", "x-consul-token"], uuid, "Consul documentation, ACL tokens"],
  // Messaging
  ["twilio-key", "Twilio API key or auth token", ["twilio"], "SK[0-9a-f]{32}|[0-9a-f]{32}", "Twilio documentation, API keys; auth token"],
  ["mailgun-key", "Mailgun API key", ["mailgun", "mg_api"], "(?:key-)?[0-9a-f]{32}(?:-[0-9a-f]{8}-[0-9a-f]{8})?", "Mailgun documentation, API keys"],
  ["mailchimp-key", "Mailchimp API key", ["mailchimp", "mc_api"], "[0-9a-f]{32}-us\\d{1,2}", "Mailchimp documentation, about API keys"],
  ["resend-key", "Resend API key", ["resend"], "re_[A-Za-z0-9]{8}_[A-Za-z0-9]{24}", "Resend documentation, API keys", { minEntropy: 4 }],
  // The bot's id in base64, the time of issue, and the signature.
  ["discord-token", "Discord bot token", ["discord", "bot_token"], "(?:Bot )?[MNO][A-Za-z0-9_-]{23,27}\\.[\\w-]{6}\\.[\\w-]{27,38}", "Discord developer documentation, reference, authentication"],
  // Observability
  ["datadog-key", "Datadog API or application key", ["datadog", "dd_api_key", "dd_app_key", "dd-api-key"], "[0-9a-f]{40}|[0-9a-f]{32}", "Datadog documentation, API and application keys"],
  ["pagerduty-key", "PagerDuty API key", ["pagerduty", "pd_api"], "[a-z]\\+[A-Za-z0-9_-]{18}|[A-Za-z0-9_+-]{20}|[0-9a-f]{32}", "PagerDuty documentation, API access keys", { minEntropy: 3.3 }],
  ["splunk-hec-token", "Splunk HTTP event collector token", ["splunk_hec", "splunk_token", "splunk-hec"], anyUuid, "Splunk documentation, HTTP event collector"],
  ["snyk-token", "Snyk API token", ["snyk"], uuid, "Snyk documentation, API token"],
  ["codecov-token", "Codecov upload token", ["codecov_token", "codecov-token"], uuid, "Codecov documentation, upload tokens", { severity: "warning" }],
  // Payments
  ["plaid-secret", "Plaid secret", ["plaid_secret", "plaid-secret", "plaidsecret"], "[0-9a-f]{30}", "Plaid documentation, API keys"],
  // Private keys
  ["wireguard-private-key", "WireGuard private key", ["privatekey"], "[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=", "wg(8), configuration file format", { onlyNamed: /\/wireguard\/[^/]+$|\/wg\d*\.conf$/ }],
  // Productivity
  ["asana-token", "Asana personal access token", ["asana"], "[012]/\\d{12,18}(?:/\\d{12,18})?:[0-9a-f]{32}", "Asana developer documentation, personal access tokens"],
  ["okta-token", "Okta API token", ["okta", "ssws"], "00[\\w-]{40}", "Okta developer documentation, create an API token", { minEntropy: 3.8 }],
  ["algolia-admin-key", "Algolia admin key", ["algolia_admin", "algolia_api", "algolia_write"], "[0-9a-f]{32}", "Algolia documentation, API keys", { severity: "warning" }],
  ["launchdarkly-key", "LaunchDarkly key", ["launchdarkly", "ld_sdk", "ld_api"], `(?:api|sdk)-${uuid}`, "LaunchDarkly documentation, API access tokens"],
  ["facebook-secret", "Facebook app secret", ["facebook", "fb_app", "fb_client"], "[0-9a-f]{32}", "Meta for Developers, app secret"],
  ["twitter-secret", "X (Twitter) secret or token", ["twitter"], "[A-Za-z0-9]{50}|\\d{6,20}-[A-Za-z0-9]{40}|A{22}[A-Za-z0-9%]{60,100}", "X developer documentation, OAuth 1.0a and bearer tokens", { minEntropy: 3.8 }],
  // Registries
  ["crates-io-token", "crates.io API token", ["cargo_registry_token", "crates_io", "crates-io"], "cio[A-Za-z0-9]{32}", "crates.io source, API token prefix", { minEntropy: 4 }],
];

function prefixed([kind, title, start, body, source, more]: Row): Detector {
  const keywords = typeof start === "string" ? [start] : start;
  const prefix = keywords.map(escaped).join("|");
  const pattern = new RegExp(`(?<![A-Za-z0-9_])(?:${prefix})(?:${body})(?![A-Za-z0-9_])`, "y");
  // What is drawn at random is never this even; `xxxx…` and `0000…` of documents are.
  return { kind, title, keywords, pattern, source, severity: "error", minEntropy: 2.5, ...more };
}

function assigned([kind, title, start, value, source, more]: Row): Detector {
  const keywords = typeof start === "string" ? [start] : start;
  const name = anyCase(keywords.map(escaped).join("|"));
  const pattern = new RegExp(`(?:${name})[\\w.-]{0,32}?${assignment}(?<secret>${value})(?![\\w+/=-])`, "y");
  return { kind, title, keywords, pattern, source, severity: "error", minEntropy: 3, ...more };
}

const detectors: DetectorFamily = [...byPrefix.map(prefixed), ...byName.map(assigned)];

export default detectors;
