import { isPlaceholder } from "../../../secrets/placeholder.ts";
import type { Detector, DetectorFamily } from "./detector.ts";

/** A file whose name says that it holds logins: a value at the right place is one, whatever it looks like. */
function inFile(
  detector: Pick<Detector, "kind" | "title" | "keywords" | "pattern" | "source"> &
    Partial<Detector> & { readonly onlyNamed: RegExp },
): Detector {
  return {
    severity: "error",
    by: "place",
    ...detector,
    accepts: (secret, match) => !isPlaceholder(secret) && (detector.accepts?.(secret, match) ?? true),
  };
}

const detectors: DetectorFamily = [
  inFile({
    kind: "npmrc-credentials",
    title: "Login of a package registry in .npmrc",
    keywords: ["_authtoken", "_password", "_auth", "npmauthtoken", "npmauthident"],
    pattern:
      /(?:_authToken|_password|_auth|npmAuthToken|npmAuthIdent)[ \t]{0,4}[=:][ \t]{0,4}["']?(?<secret>[^\s"'$]{8,400})/iy,
    onlyNamed: /\/(?:\.npmrc|npmrc|\.yarnrc(?:\.yml)?)$/,
    source: "npm documentation, npmrc, auth related configuration; Yarn documentation, yarnrc",
  }),
  inFile({
    kind: "netrc-password",
    title: "Password in .netrc",
    keywords: ["password", "passwd"],
    pattern: /(?:password|passwd)\s{1,4}(?<secret>\S{3,200})/iy,
    onlyNamed: /\/[._]?netrc$/,
    source: "netrc(5)",
  }),
  inFile({
    kind: "pypirc-password",
    title: "Password of a package index in .pypirc",
    keywords: ["password"],
    pattern: /password[ \t]{0,4}[=:][ \t]{0,4}(?<secret>\S{3,400})/iy,
    onlyNamed: /\/\.pypirc$/,
    source: "Python Packaging User Guide, the .pypirc file",
  }),
  inFile({
    kind: "git-credentials",
    title: "Login in git's credential store",
    keywords: ["http://", "https://"],
    pattern: /https?:\/\/[^\s:@/]{0,80}:(?<secret>[^\s@/]{3,300})@/iy,
    onlyNamed: /\/(?:\.git-credentials|\.config\/git\/credentials)$/,
    source: "git-credential-store(1), storage format",
  }),
  inFile({
    kind: "docker-config-auth",
    title: "Login of a container registry",
    keywords: ['"auth"', '"identitytoken"', '"registrytoken"'],
    pattern: /"(?:auth|identitytoken|registrytoken)"\s{0,4}:\s{0,4}"(?<secret>[\w+/=.-]{8,4000})"/iy,
    reach: 4_200,
    onlyNamed:
      /\/(?:\.docker\/config\.json|\.dockercfg|\.dockerconfigjson|containers\/auth\.json|kaniko\/config\.json)$/,
    source: "docker-login(1), credential store; containers-auth.json(5)",
  }),
  inFile({
    kind: "kubeconfig-credentials",
    title: "Credentials of a Kubernetes cluster",
    keywords: ["client-key-data:", "token:", "password:"],
    pattern: /(?:client-key-data|token|password):[ \t]{1,4}["']?(?<secret>[^\s"'$<{]{8,4000})/iy,
    reach: 4_200,
    onlyNamed: /\/(?:\.kube\/config|[\w.-]*kubeconfig(?:\.ya?ml)?|kubernetes\/[\w-]+\.conf|k3s\.yaml)$/i,
    source: "Kubernetes documentation, kubeconfig (v1)",
  }),
  inFile({
    kind: "pgpass-password",
    title: "Password of PostgreSQL in .pgpass",
    keywords: [":5432:", ":5433:", ":6432:", ":*:"],
    pattern: /:(?:\d{4}|\*):[^:\r\n]{1,64}:[^:\r\n]{1,64}:(?<secret>[^\s:]{3,128})(?=\s|$)/y,
    onlyNamed: /\/(?:\.pgpass|pgpass\.conf)$/,
    source: "PostgreSQL documentation, the password file",
  }),
  inFile({
    kind: "mysql-password",
    title: "Password of MySQL in an option file",
    keywords: ["password"],
    pattern: /password[ \t]{0,4}=[ \t]{0,4}["']?(?<secret>[^\s"'#]{3,128})/iy,
    onlyNamed: /\/(?:\.?my\.cnf|debian\.cnf)$/,
    source: "MySQL reference manual, using option files",
  }),
  {
    kind: "htpasswd-hash",
    title: "Password hash in an htpasswd file",
    keywords: [":$apr1$", ":$2y$", ":$2a$", ":$2b$", ":{sha}", ":$5$", ":$6$"],
    pattern: /:(?<secret>(?:\$apr1\$|\$2[aby]\$|\{SHA\}|\$[56]\$)[A-Za-z0-9./+=$]{20,120})/y,
    by: "place",
    onlyNamed: /\/(?=[\w.-]+$)[^/]*htpasswd/,
    shown: () => "password hash",
    severity: "warning",
    source: "htpasswd(1)",
  },
  inFile({
    kind: "wp-config-secret",
    title: "Password or salt of WordPress",
    keywords: ["db_password", "auth_key", "secure_auth_key", "logged_in_key", "nonce_key", "auth_salt", "nonce_salt"],
    pattern:
      /(?:DB_PASSWORD|(?:SECURE_)?AUTH_KEY|LOGGED_IN_KEY|NONCE_KEY|AUTH_SALT|NONCE_SALT)['"]\s{0,4},\s{0,4}(?<quote>['"])(?<secret>(?:(?!\k<quote>)[^\r\n]){4,128})\k<quote>/y,
    // As the file is shipped before anyone has filled it in.
    accepts: (secret) => !/put your unique phrase|_here$/.test(secret),
    onlyNamed: /\/wp-config\.php$/,
    source: "WordPress documentation, editing wp-config.php",
  }),
  inFile({
    kind: "maven-password",
    title: "Password of a server in Maven's settings",
    keywords: ["<password>", "<passphrase>"],
    // `{...}` is encrypted, `${...}` comes from elsewhere.
    pattern: /<(?:password|passphrase)>\s{0,8}(?<secret>[^\s<>${}]{3,200})\s{0,8}<\//iy,
    // As Maven's own template has them, in a comment.
    accepts: (secret) => secret !== "proxypass" && secret !== "repopwd",
    onlyNamed: /\/settings\.xml$/,
    source: "Maven documentation, settings reference, servers",
  }),
  inFile({
    kind: "nuget-password",
    title: "Password of a package source in NuGet.Config",
    keywords: ['"cleartextpassword"'],
    pattern: /"ClearTextPassword"\s{1,8}value="(?<secret>[^"%]{3,400})"/iy,
    onlyNamed: /\/nuget\.config$/i,
    source: "NuGet documentation, nuget.config reference, packageSourceCredentials",
  }),
  inFile({
    kind: "composer-auth",
    title: "Login in Composer's auth.json",
    keywords: ['"password"', '"github.com"', '"gitlab.com"', '"token"'],
    pattern: /"(?:password|github\.com|gitlab\.com|token)"\s{0,4}:\s{0,4}"(?<secret>[^"\s]{4,200})"/iy,
    onlyNamed: /(?:composer\/|^\/(?:app|srv|var\/www)\/(?:[^/]+\/)?)auth\.json$/,
    source: "Composer documentation, authentication for privately hosted packages",
  }),
  inFile({
    kind: "cargo-token",
    title: "Token of a Cargo registry",
    keywords: ["token"],
    pattern: /token\s{0,4}=\s{0,4}"(?<secret>[^"\s]{8,400})"/y,
    onlyNamed: /\/credentials(?:\.toml)?$/,
    source: "The Cargo Book, configuration, credentials",
  }),
  inFile({
    kind: "object-store-key",
    title: "Secret key of an object store",
    keywords: ["secret_key", "secret_access_key"],
    pattern: /secret(?:_access)?_key[ \t]{0,4}=[ \t]{0,4}(?<secret>\S{8,128})/iy,
    onlyNamed: /\/(?:\.s3cfg|\.boto|rclone\.conf|\.mc\/config\.json)$/,
    source: "s3cmd, s3cfg; boto configuration; rclone documentation, S3",
  }),
  inFile({
    kind: "tomcat-password",
    title: "Password of a Tomcat user",
    keywords: ["password="],
    pattern: /password="(?<secret>[^"\s]{3,128})"/iy,
    onlyNamed: /\/tomcat-users\.xml$/,
    source: "Apache Tomcat documentation, realm configuration",
  }),
  inFile({
    kind: "rails-master-key",
    title: "Master key of Rails credentials",
    keywords: [],
    pattern: /(?<secret>[0-9a-f]{32})(?:\s|$)/y,
    onlyNamed: /\/config\/(?:master|credentials\/\w+)\.key$/,
    minEntropy: 3,
    source: "Rails guides, securing Rails applications, custom credentials",
  }),
  inFile({
    kind: "vault-token-file",
    title: "Token that the vault program logged in with",
    keywords: [],
    pattern: /(?<secret>(?:hv[sbr]\.|[sbr]\.)[\w-]{20,300})\s{0,2}$/y,
    onlyNamed: /\/\.vault-token$/,
    source: "Vault documentation, token helpers",
  }),
];

export default detectors;
