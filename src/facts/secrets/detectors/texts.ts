import { isPlaceholder } from "../../../secrets/placeholder.ts";
import type { DetectorFamily } from "./detector.ts";

/** Addresses of this machine and of documents: what stands before them opens nothing. */
const nowhere =
  /@(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\]|(?:[\w-]+\.)*(?:example|test|invalid)(?:\.(?:com|org|net))?)(?![\w.-])/i;
/** Pairs that documents write for a user and a password, and what templates fill in. */
const examplePair =
  /:\/\/(?:user(?:name)?|usr|u|me|foo|admin|login|name|test|root|scott|postgres|guest|joe|bob|alice|id|key):(?:pass(?:w(?:or)?d)?|pwd|pw|p|secret|bar|test|tiger|postgres|root|guest|admin|token|key|x|password\d*)@/i;

const detectors: DetectorFamily = [
  {
    kind: "basic-auth-url",
    by: "place",
    title: "Password in an address",
    keywords: ["s://", "p://", "l://", "b://", "v://", "t://", "c://", "e://", "r://", "m://", "h://", "x://", "q://"],
    pattern:
      /(?<=(?<![a-z\d])(?<scheme>[a-z][a-z\d+.-]{1,20}))[a-z]:\/\/[^\s:@/?#"'`<>(){}[\]\\,;$%|*]{1,64}:(?<secret>[^\s@/?#"'`<>(){}[\]\\,;|]{4,128})@[A-Za-z\d[][^\s"'`<>]{1,80}/iy,
    accepts: (secret, match) => !isPlaceholder(secret) && !nowhere.test(match) && !examplePair.test(match),
    severity: "error",
    source: "RFC 3986, section 3.2.1",
  },
  {
    kind: "json-web-token",
    title: "JSON web token",
    // Base64 of `{"a`, `{"t`, `{"k`, `{"c`, `{"e`, `{"i`, `{"j`, `{"x`.
    keywords: ["eyJh", "eyJ0", "eyJr", "eyJj", "eyJl", "eyJp", "eyJq", "eyJ4"],
    pattern: /(?<![\w.-])eyJ[\w-]{14,600}\.eyJ[\w-]{14,2500}\.[\w-]{20,700}(?![\w-])/y,
    minEntropy: 4,
    reach: 4_096,
    severity: "warning",
    source: "RFC 7519; RFC 7515, section 7.1",
  },
  {
    kind: "authorization-header",
    by: "place",
    title: "Authorization header with its credentials",
    keywords: ["authorization"],
    pattern:
      /authorization["']?\s{0,3}[:=,]\s{0,3}["'`]?(?:bearer|token|basic)\s{1,2}(?<secret>[\w.~+/-]{20,500}={0,2})(?![\w$<{])/iy,
    minEntropy: 3.6,
    accepts: (secret) => !isPlaceholder(secret) && /\d/.test(secret) && /[a-z]/i.test(secret),
    severity: "warning",
    source: "RFC 6750, section 2.1; RFC 7617, section 2",
  },
  {
    kind: "command-password",
    by: "place",
    title: "Password on a command line",
    keywords: ["curl ", "wget ", "sshpass ", "mysql ", "mysqldump ", "docker login ", "helm registry login "],
    pattern:
      /(?:curl\s[^\r\n;&|]{0,200}?\s?(?:-u|--user)[ =]["']?[\w.@-]{1,64}:|wget\s[^\r\n;&|]{0,200}?--(?:http-|ftp-)?password[ =]["']?|sshpass\s+-p\s?["']?|mysql(?:dump)?\s[^\r\n;&|]{0,160}?(?:\s-p|--password=)["']?|(?:docker|helm registry) login\s[^\r\n;&|]{0,160}?(?:-p|--password)[ =]["']?)(?<secret>[^\s"'$<`{([]{4,100})/iy,
    accepts: (secret, match) => !isPlaceholder(secret) && !nowhere.test(match),
    severity: "warning",
    source: "curl(1), wget(1), sshpass(1), mysql(1), docker-login(1)",
  },
];

export default detectors;
