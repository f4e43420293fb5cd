/** How a program or library that no package manager installed says which version it is. */
export type Runtime = {
  /** Name in the purl (`pkg:generic/node@24.1.0`). */
  readonly name: string;
  /** Absolute paths of its files. The first row that fits a path and finds a version is taken. */
  readonly file: RegExp;
} & (
  | {
      /** A text file of at most 64 KiB; the version is the first group. */
      readonly text: RegExp;
    }
  | {
      /** Text that stands in the program before (or, with `after`, behind) its version. */
      readonly near: string | ((path: string) => string);
      /** Bytes before `near` that `version` is to see. */
      readonly before?: number;
      /** Matches from `before` bytes ahead of `near`; the version is the first group. */
      readonly version: RegExp;
    }
);

/** `X.Y` in `python3.13`, `libpython3.6m.so.1.0`. */
const pythonSeries = /python(\d\.\d+)[a-z]?(?:\.so[\d.]*)?$/;

/**
 * One row for each: what the program prints or sends of itself, so it stays from version to version. Redis is left out: its
 * version stands alone or glued to the name of the machine that built it.
 */
export const runtimes: readonly Runtime[] = [
  // `process.release`, the user agent of its own fetches (node.git, src/node_metadata.cc).
  {
    name: "node",
    file: /\/(?:node|nodejs|libnode\.so\.\d+)$/,
    near: "node.js/v",
    version: /^node\.js\/v(\d+\.\d+\.\d+)/,
  },
  // PY_VERSION (cpython, Include/patchlevel.h). Some compilers leave no text of it in the program: then the header tells.
  {
    name: "python",
    file: pythonSeries,
    near: (path) => `\0${pythonSeries.exec(path)?.[1] ?? ""}.`,
    version: /^\0(\d\.\d+\.\d+(?:(?:a|b|rc)\d+)?)\+?\0/,
  },
  {
    name: "python",
    file: /\/include\/python\d[^/]*\/patchlevel\.h$/,
    text: /^#define[ \t]+PY_VERSION[ \t]+"(\d[\w.]*)\+?"/m,
  },
  // `ruby --version` (ruby, version.c).
  {
    name: "ruby",
    file: /\/(?:ruby|libruby[^/]*\.so[\d.]*)$/,
    near: "ruby ",
    version: /^ruby (\d+\.\d+\.\d+(?:preview\d+|rc\d+|dev)?)(?:p\d+)? \(\d{4}-\d\d-\d\d/,
  },
  // SAPI_PHP_VERSION_HEADER (php-src, main/SAPI.h).
  {
    name: "php",
    file: /\/(?:php[\d.]*|php-fpm[\d.]*|php-cgi[\d.]*|libphp[\d.]*\.so)$/,
    near: "X-Powered-By: PHP/",
    version: /^X-Powered-By: PHP\/(\d+\.\d+\.\d+(?:(?:alpha|beta|RC)\d+)?)/,
  },
  // Its own library folders in @INC (perl, INSTALL).
  {
    name: "perl",
    file: /\/(?:perl[\d.]*|libperl\.so[\d.]*)$/,
    near: "/perl",
    version: /^\/perl5?\/(5\.\d+\.\d+)[\0/]/,
  },
  // The JDK's `release` file (JEP 220): Oracle's builds and GraalVM say so, all others are OpenJDK.
  { name: "graalvm", file: /\/release$/, text: /^GRAALVM_VERSION="?(\d[\w.+-]*)/m },
  {
    name: "oracle-jdk",
    file: /\/release$/,
    text: /^BUILD_TYPE="commercial"\r?\n(?:(?!JAVA_VERSION=)[^\n]*\n){0,20}JAVA_VERSION="?(\d[\w.+-]*)/m,
  },
  { name: "openjdk", file: /\/release$/, text: /^JAVA_VERSION="?(\d[\w.+-]*)/m },
  // The toolchain's VERSION file; programs that it builds are Go's own ecosystem.
  { name: "go", file: /\/go[^/]*\/VERSION$/, text: /^go(\d[\w.]*)/ },
  // Erlang/OTP System Principles, "Versions".
  { name: "erlang", file: /\/releases\/\d+\/OTP_VERSION$/, text: /^(\d+(?:\.\d+)+)/ },
  // `nginx -v` (nginx, src/core/nginx.c).
  { name: "nginx", file: /\/nginx$/, near: "nginx version: ", version: /^nginx version: nginx\/(\d+\.\d+\.\d+)/ },
  {
    name: "openresty",
    file: /\/(?:nginx|openresty)$/,
    near: "nginx version: ",
    version: /^nginx version: openresty\/(\d+(?:\.\d+){2,3})/,
  },
  // The `Server` header (httpd, include/ap_release.h).
  { name: "httpd", file: /\/(?:httpd|apache2)$/, near: "Apache/2.", version: /^Apache\/(2\.\d+\.\d+)/ },
  // `postgres --version` (postgresql, PG_BACKEND_VERSIONSTR).
  {
    name: "postgresql",
    file: /\/postgres$/,
    near: "postgres (PostgreSQL) ",
    version: /^postgres \(PostgreSQL\) (\d+(?:\.\d+|beta\d+|rc\d+)+)/,
  },
  // MYSQL_SERVER_VERSION of MariaDB's builds.
  {
    name: "mariadb",
    file: /\/(?:mariadbd|mysqld)$/,
    near: "-MariaDB",
    before: 12,
    version: /(?:^|\D)(\d+\.\d+\.\d+)-MariaDB/,
  },
  // `memcached --version`.
  { name: "memcached", file: /\/memcached$/, near: "memcached ", version: /^memcached (\d+\.\d+\.\d+)[\n\0]/ },
  // The banner of all its applets (busybox, libbb/messages.c).
  { name: "busybox", file: /\/busybox$/, near: "BusyBox v", version: /^BusyBox v(\d+\.\d+\.\d+)/ },
  // Its what(1) string (bash, version.c).
  { name: "bash", file: /\/bash$/, near: "@(#)Bash version ", version: /^@\(#\)Bash version (\d+\.\d+\.\d+)/ },
  // OPENSSL_VERSION_TEXT with the day of the release (openssl, include/openssl/opensslv.h).
  {
    name: "openssl",
    file: /\/libcrypto\.so[\d.]*$/,
    near: "OpenSSL ",
    version: /^OpenSSL (\d+\.\d+\.\d+[a-z]?) +\d{1,2} [A-Z][a-z]{2} \d{4}/,
  },
  // User agents of the tool and of the library (curl, include/curl/curlver.h).
  { name: "curl", file: /\/curl$/, near: "curl/", version: /^curl\/(\d+\.\d+\.\d+)/ },
  { name: "curl", file: /\/libcurl[^/]*\.so[\d.]*$/, near: "libcurl/", version: /^libcurl\/(\d+\.\d+\.\d+)/ },
];
