import { assigned, prefixed, type DetectorFamily } from "./detector.ts";

const detectors: DetectorFamily = [
  prefixed({
    kind: "vault-token",
    title: "HashiCorp Vault token",
    prefix: ["hvs.", "hvb.", "hvr."],
    body: "[\\w-]{24,300}",
    minEntropy: 3.5,
    source: "Vault documentation, tokens, token prefixes",
  }),
  assigned({
    kind: "vault-legacy-token",
    title: "HashiCorp Vault token",
    names: ["vault_token", "vault-token", "x-vault-token"],
    value: "[sbr]\\.[A-Za-z0-9]{24}",
    source: "Vault documentation, tokens, before 1.10",
  }),
  {
    kind: "terraform-cloud-token",
    title: "HCP Terraform token",
    keywords: [".atlasv1."],
    pattern: /(?<=(?<!\w)[A-Za-z0-9]{14})\.atlasv1\.[\w-]{60,70}(?!\w)/y,
    shown: () => "atlasv1 token",
    severity: "error",
    source: "HCP Terraform documentation, API tokens",
  },
  assigned({
    kind: "consul-token",
    title: "Consul ACL token",
    names: ["consul_http_token", "consul_token", "x-consul-token"],
    value: "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
    source: "Consul documentation, ACL tokens",
  }),
  prefixed({
    kind: "pulumi-token",
    title: "Pulumi access token",
    prefix: "pul-",
    body: "[0-9a-f]{40}",
    source: "Pulumi documentation, access tokens",
  }),
  prefixed({
    kind: "doppler-token",
    title: "Doppler token",
    prefix: ["dp.pt.", "dp.st.", "dp.ct.", "dp.sa.", "dp.scim.", "dp.audit."],
    body: "(?:[a-z0-9_-]{2,35}\\.)?[A-Za-z0-9]{40,44}",
    source: "Doppler documentation, auth token formats",
  }),
  prefixed({
    kind: "tailscale-key",
    title: "Tailscale key",
    prefix: ["tskey-auth-", "tskey-api-", "tskey-client-", "tskey-scim-", "tskey-webhook-"],
    body: "[A-Za-z0-9]{8,24}-[A-Za-z0-9]{16,48}",
    source: "Tailscale documentation, key prefixes",
  }),
  prefixed({
    kind: "onepassword-token",
    title: "1Password service account token",
    prefix: "ops_eyJ",
    body: "[A-Za-z0-9+/=_-]{200,1200}",
    reach: 1_536,
    source: "1Password developer documentation, service accounts",
  }),
  prefixed({
    kind: "onepassword-secret-key",
    title: "1Password secret key",
    prefix: "A3-",
    body: "[A-Z0-9]{6}-(?:[A-Z0-9]{11}|[A-Z0-9]{6}-[A-Z0-9]{5})-[A-Z0-9]{5}-[A-Z0-9]{5}-[A-Z0-9]{5}",
    source: "1Password security design white paper, secret key",
  }),
  prefixed({
    kind: "infracost-key",
    title: "Infracost API key",
    prefix: "ico-",
    body: "[A-Za-z0-9]{32}",
    minEntropy: 3.5,
    source: "Infracost documentation, API key",
  }),
  prefixed({
    kind: "prefect-key",
    title: "Prefect API key",
    prefix: ["pnu_", "pnb_"],
    body: "[A-Za-z0-9]{36}",
    source: "Prefect documentation, API keys",
  }),
  {
    kind: "kubernetes-secret",
    title: "Kubernetes Secret with its data",
    keywords: ["kind: secret", '"kind": "secret"', '"kind":"secret"'],
    pattern:
      /"?kind"?:\s?"?Secret"?[ ,]{0,2}\r?\n(?:[^\r\n]{0,160}\r?\n){0,20}?"?(?:data|stringData)"?:[ {]{0,4}\r?\n\s{1,12}"?[\w.-]{1,80}"?:\s{1,4}["']?(?<secret>[A-Za-z0-9+/!@#$%^&*_.=-]{8,400})/y,
    minEntropy: 2.8,
    accepts: (secret) => !/^\$|^\{\{|^[<*]/.test(secret),
    reach: 4_096,
    severity: "warning",
    source: "Kubernetes documentation, Secrets",
  },
  {
    ...assigned({
      kind: "kubernetes-bootstrap-token",
      title: "Kubernetes bootstrap token",
      names: ["token:", "--token"],
      value: "[a-z0-9]{6}\\.[a-z0-9]{16}",
      minEntropy: 3,
      source: "Kubernetes documentation, authenticating with bootstrap tokens",
    }),
    pattern: /(?:token:|--token[= ])\s{0,3}"?(?<secret>[a-z0-9]{6}\.[a-z0-9]{16})(?![\w.])/y,
    // A domain name has the same form.
    accepts: (secret) => /\d/.test(secret.slice(0, 6)) && /\d.*\d/.test(secret.slice(7)),
  },
];

export default detectors;
