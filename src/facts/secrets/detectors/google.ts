import { prefixed, type DetectorFamily } from "./detector.ts";

const detectors: DetectorFamily = [
  {
    kind: "google-service-account",
    title: "Key of a Google Cloud service account",
    keywords: ['"private_key"'],
    pattern:
      /"private_key"\s{0,4}:\s{0,4}"-----BEGIN (?:RSA )?PRIVATE KEY-----\\n(?<secret>M[A-I][A-Za-z0-9+/]{38}[A-Za-z0-9+/\\=]{0,3200})/y,
    minEntropy: 3.5,
    reach: 4_096,
    shown: () => "PRIVATE KEY",
    severity: "error",
    source: "Google Cloud IAM documentation, create and delete service account keys",
  },
  prefixed({
    kind: "google-api-key",
    title: "Google API key",
    prefix: "AIza",
    body: "[\\w-]{35}",
    minEntropy: 3,
    // Those of browsers and apps are public, and nothing tells them apart.
    severity: "warning",
    source: "Google Cloud documentation, manage API keys",
  }),
  prefixed({
    kind: "google-oauth-secret",
    title: "Client secret of a Google OAuth application",
    prefix: "GOCSPX-",
    body: "[\\w-]{28}",
    source: "Google identity documentation, OAuth 2.0 for web server applications",
  }),
  prefixed({
    kind: "google-oauth-token",
    title: "Google OAuth access token",
    prefix: "ya29.",
    body: "[\\w-]{60,400}",
    severity: "warning",
    source: "Google identity documentation, OAuth 2.0 for web server applications",
  }),
  {
    kind: "google-refresh-token",
    title: "Google OAuth refresh token",
    keywords: ['"refresh_token"', "refresh_token"],
    pattern: /"?refresh_token"?\s{0,4}[:=]\s{0,4}"?(?<secret>1\/\/0[\w-]{60,200})(?!\w)/y,
    severity: "error",
    source: "Google Cloud documentation, how Application Default Credentials works, local ADC file",
  },
  {
    kind: "firebase-server-key",
    title: "Firebase Cloud Messaging server key",
    keywords: [":APA91b"],
    pattern: /(?<=[^\w-]AAAA[\w-]{7}|^AAAA[\w-]{7}):APA91b[\w-]{134}(?![\w-])/y,
    severity: "warning",
    source: "Firebase documentation, authorize legacy protocol send requests",
  },
];

export default detectors;
