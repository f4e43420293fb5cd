import type { DetectorFamily } from "./detector.ts";
import { looksDrawn } from "./tokens.ts";

/** The id and what stands before the secret: on one line, or on two. */
const besides = /^[^\r\n]{0,100}(?:[\r\n]{1,2}[^\r\n]{0,80})?$/;

/** Secrets that a beginning and what follows it do not describe. */
const detectors: DetectorFamily = [
  {
    kind: "openai-key",
    title: "OpenAI API key",
    // The word in the middle of every key, base64 of OpenAI; what stands before it is looked at from there.
    keywords: ["T3BlbkFJ"],
    pattern: /(?<=(?<!\w)(?<start>sk-(?:proj-|svcacct-|admin-|None-)?[\w-]{20,74}))T3BlbkFJ[\w-]{20,74}(?!\w)/y,
    shown: () => "sk-…",
    minEntropy: 3,
    severity: "error",
    source: "OpenAI API reference, authentication; GitHub documentation, supported secret scanning patterns",
  },
  {
    kind: "aws-key-pair",
    title: "AWS access key with its secret",
    keywords: ["AKIA", "ASIA"],
    // Words and what is between them have no letter in common, so there is one way to read on.
    pattern:
      /(?<![A-Za-z0-9/+_])(?:AKIA|ASIA)[A-Z2-7]{16}(?![A-Za-z0-9])(?:[^A-Za-z0-9/+]+[A-Za-z0-9/+]+)*?[^A-Za-z0-9/+]+(?<secret>[A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])/y,
    minEntropy: 4,
    accepts: (secret, match) => looksDrawn(secret) && besides.test(match.slice(0, -secret.length)),
    reach: 240,
    severity: "error",
    source: "AWS IAM User Guide, IAM identifiers, unique identifiers; Secure access keys",
  },
  {
    kind: "aws-access-key-id",
    title: "Id of an AWS access key",
    keywords: ["AKIA", "ASIA"],
    pattern: /(?<![A-Za-z0-9/+_])(?:AKIA|ASIA)[A-Z2-7]{16}(?![A-Za-z0-9/+])/y,
    minEntropy: 3,
    severity: "warning",
    source: "AWS IAM User Guide, IAM identifiers, unique identifiers",
  },
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
  {
    kind: "terraform-cloud-token",
    title: "HCP Terraform token",
    keywords: [".atlasv1."],
    pattern: /(?<=(?<!\w)[A-Za-z0-9]{14})\.atlasv1\.[\w-]{60,70}(?!\w)/y,
    shown: () => "atlasv1 token",
    severity: "error",
    source: "HCP Terraform documentation, API tokens",
  },
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
    kind: "slack-webhook",
    title: "Slack webhook address",
    keywords: ["hooks.slack.com/"],
    pattern:
      /hooks\.slack\.com\/(?:services\/T[A-Z0-9]{8,12}\/B[A-Z0-9]{8,12}\/(?<secret>[A-Za-z0-9]{23,25})|(?:workflows|triggers)\/[A-Z0-9]{9,12}\/[\w/]{20,90})(?!\w)/y,
    minEntropy: 3,
    severity: "error",
    source: "Slack API documentation, sending messages using incoming webhooks",
  },
  {
    kind: "telegram-bot-token",
    title: "Telegram bot token",
    keywords: [":AA"],
    pattern: /(?<=(?<![A-Za-z0-9])\d{8,10}):AA[\w-]{33}(?![\w-])/y,
    minEntropy: 3.5,
    shown: () => "bot token",
    severity: "error",
    source: "Telegram Bot API, authorizing your bot",
  },
  {
    kind: "discord-webhook",
    title: "Discord webhook address",
    keywords: ["discord.com/api/webhooks/", "discordapp.com/api/webhooks/"],
    pattern: /discord(?:app)?\.com\/api\/webhooks\/\d{17,20}\/(?<secret>[\w-]{60,80})(?!\w)/y,
    minEntropy: 3.5,
    severity: "error",
    source: "Discord developer documentation, webhook resource",
  },
  {
    kind: "teams-webhook",
    title: "Microsoft Teams webhook address",
    keywords: [".webhook.office.com/webhookb2/"],
    pattern:
      /\.webhook\.office\.com\/webhookb2\/[0-9a-f-]{36}@[0-9a-f-]{36}\/IncomingWebhook\/(?<secret>[0-9a-f]{32})/y,
    severity: "error",
    source: "Microsoft Teams documentation, create incoming webhooks",
  },
  {
    kind: "braintree-token",
    title: "PayPal Braintree access token",
    keywords: ["access_token$"],
    pattern: /access_token\$(?:production|sandbox)\$[0-9a-z]{16}\$(?<secret>[0-9a-f]{32})(?!\w)/y,
    severity: "error",
    source: "Braintree documentation, access tokens",
  },
  {
    kind: "kubernetes-bootstrap-token",
    title: "Kubernetes bootstrap token",
    keywords: ["token:", "--token"],
    pattern: /(?:token:|--token[= ])\s{0,3}"?(?<secret>[a-z0-9]{6}\.[a-z0-9]{16})(?![\w.])/y,
    minEntropy: 3,
    // A domain name has the same form.
    accepts: (secret) => /\d/.test(secret.slice(0, 6)) && /\d.*\d/.test(secret.slice(7)),
    severity: "error",
    source: "Kubernetes documentation, authenticating with bootstrap tokens",
  },
];

export default detectors;
