import { assigned, prefixed, type DetectorFamily } from "./detector.ts";

/** Not all hex, which is a hash, and more than letters, which is a word or a path. */
const looksDrawn = (secret: string): boolean => /[0-9+/]/.test(secret) && /[a-z]/.test(secret) && /[A-Z]/.test(secret);

/** The id and what stands before the secret: on one line, or on two. */
const besides = /^[^\r\n]{0,100}(?:[\r\n]{1,2}[^\r\n]{0,80})?$/;

const detectors: DetectorFamily = [
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
    ...assigned({
      kind: "aws-secret-key",
      title: "AWS secret access key",
      names: ["aws_secret", "aws-secret", "awssecret", "secretaccesskey", "secret_access_key", "aws.secret"],
      value: "[A-Za-z0-9/+]{40}",
      source: "AWS CLI User Guide, configuration and credential file settings",
    }),
    accepts: looksDrawn,
  },
  {
    ...assigned({
      kind: "aws-session-token",
      title: "AWS session token",
      names: ["aws_session_token", "aws_security_token", "sessiontoken"],
      value: "(?:IQoJ|FwoG|FQoG)[A-Za-z0-9/+]{100,1600}={0,2}",
      severity: "warning",
      source: "AWS IAM User Guide, temporary security credentials",
    }),
    reach: 2_048,
  },
  prefixed({
    kind: "aws-bedrock-key",
    title: "Amazon Bedrock API key",
    prefix: "ABSK",
    body: "[A-Za-z0-9+/]{109,269}={0,2}",
    source: "Amazon Bedrock User Guide, API keys",
  }),
  prefixed({
    kind: "aws-mws-token",
    title: "Amazon Marketplace Web Service token",
    prefix: "amzn.mws.",
    body: "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
    source: "Amazon MWS Developer Guide, authorization tokens",
  }),
];

export default detectors;
