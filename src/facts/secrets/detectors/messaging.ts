import { assigned, prefixed, type DetectorFamily } from "./detector.ts";

const detectors: DetectorFamily = [
  prefixed({
    kind: "slack-token",
    title: "Slack token",
    prefix: ["xoxb-", "xoxp-", "xoxa-", "xoxr-", "xoxs-", "xoxe-", "xoxe.xoxb-", "xoxe.xoxp-"],
    body: "(?:\\d{1,13}-)[\\w-]{20,180}",
    source: "Slack API documentation, token types",
  }),
  prefixed({
    kind: "slack-app-token",
    title: "Slack app-level token",
    prefix: "xapp-",
    body: "\\d-[A-Z0-9]{9,13}-\\d{10,14}-[a-z0-9]{60,70}",
    source: "Slack API documentation, token types",
  }),
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
    ...assigned({
      kind: "twilio-key",
      title: "Twilio API key or auth token",
      names: ["twilio"],
      value: "SK[0-9a-f]{32}|[0-9a-f]{32}",
      source: "Twilio documentation, API keys; auth token",
    }),
  },
  prefixed({
    kind: "sendgrid-key",
    title: "SendGrid API key",
    prefix: "SG.",
    body: "[\\w-]{22}\\.[\\w-]{43}",
    source: "SendGrid documentation, API keys",
  }),
  assigned({
    kind: "mailgun-key",
    title: "Mailgun API key",
    names: ["mailgun", "mg_api"],
    value: "(?:key-)?[0-9a-f]{32}(?:-[0-9a-f]{8}-[0-9a-f]{8})?",
    source: "Mailgun documentation, API keys",
  }),
  assigned({
    kind: "mailchimp-key",
    title: "Mailchimp API key",
    names: ["mailchimp", "mc_api"],
    value: "[0-9a-f]{32}-us\\d{1,2}",
    source: "Mailchimp documentation, about API keys",
  }),
  prefixed({
    kind: "brevo-key",
    title: "Brevo API key",
    prefix: ["xkeysib-", "xsmtpsib-"],
    body: "[0-9a-f]{64}-[A-Za-z0-9]{16}",
    source: "Brevo documentation, API keys",
  }),
  assigned({
    kind: "resend-key",
    title: "Resend API key",
    names: ["resend"],
    value: "re_[A-Za-z0-9]{8}_[A-Za-z0-9]{24}",
    minEntropy: 4,
    source: "Resend documentation, API keys",
  }),
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
    ...assigned({
      kind: "discord-token",
      title: "Discord bot token",
      names: ["discord", "bot_token"],
      // The bot's id in base64, the time of issue, and the signature.
      value: "(?:Bot )?[MNO][A-Za-z0-9_-]{23,27}\\.[\\w-]{6}\\.[\\w-]{27,38}",
      source: "Discord developer documentation, reference, authentication",
    }),
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
];

export default detectors;
