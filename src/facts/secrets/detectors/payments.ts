import { assigned, prefixed, type DetectorFamily } from "./detector.ts";

const stripe = "Stripe documentation, API keys";
const shopify = "Shopify documentation, authentication; changelog, length of API credentials";

const detectors: DetectorFamily = [
  prefixed({
    kind: "stripe-key",
    title: "Stripe secret key",
    prefix: ["sk_live_", "rk_live_"],
    body: "[A-Za-z0-9]{24,128}",
    source: stripe,
  }),
  prefixed({
    kind: "stripe-test-key",
    title: "Stripe secret key of the test mode",
    prefix: ["sk_test_", "rk_test_"],
    body: "[A-Za-z0-9]{24,128}",
    severity: "info",
    source: stripe,
  }),
  prefixed({
    kind: "stripe-webhook-secret",
    title: "Stripe webhook signing secret",
    prefix: "whsec_",
    body: "[A-Za-z0-9+/]{32,64}={0,2}",
    source: "Stripe documentation, webhook signatures",
  }),
  prefixed({
    kind: "square-token",
    title: "Square access token or secret",
    prefix: ["sq0atp-", "sq0csp-"],
    body: "[\\w-]{22,43}",
    source: "Square documentation, access tokens",
  }),
  prefixed({
    kind: "square-access-token",
    title: "Square access token",
    prefix: "EAAA",
    body: "[\\w-]{60}",
    minEntropy: 4.2,
    // The upper-case and padded forms of base64 are everywhere.
    accepts: (secret) => !/A{5}/.test(secret) && /[_-]/.test(secret),
    severity: "warning",
    source: "Square documentation, access tokens",
  }),
  prefixed({
    kind: "shopify-token",
    title: "Shopify token",
    prefix: ["shpat_", "shpca_", "shppa_", "shpss_"],
    body: "[0-9a-fA-F]{32}",
    source: shopify,
  }),
  {
    kind: "braintree-token",
    title: "PayPal Braintree access token",
    keywords: ["access_token$"],
    pattern: /access_token\$(?:production|sandbox)\$[0-9a-z]{16}\$(?<secret>[0-9a-f]{32})(?!\w)/y,
    severity: "error",
    source: "Braintree documentation, access tokens",
  },
  assigned({
    kind: "plaid-secret",
    title: "Plaid secret",
    names: ["plaid_secret", "plaid-secret", "plaidsecret"],
    value: "[0-9a-f]{30}",
    source: "Plaid documentation, API keys",
  }),
  prefixed({
    kind: "flutterwave-key",
    title: "Flutterwave secret key",
    prefix: ["FLWSECK-", "FLWSECK_TEST-"],
    body: "[0-9a-fA-F]{12,32}(?:-X)?",
    source: "Flutterwave documentation, API keys",
  }),
  prefixed({
    kind: "easypost-key",
    title: "EasyPost API key",
    prefix: "EZAK",
    body: "[A-Za-z0-9]{54}",
    source: "EasyPost documentation, API keys",
  }),
  prefixed({
    kind: "duffel-token",
    title: "Duffel access token",
    prefix: ["duffel_live_", "duffel_test_"],
    body: "[\\w=-]{43}",
    source: "Duffel documentation, access tokens",
  }),
];

export default detectors;
