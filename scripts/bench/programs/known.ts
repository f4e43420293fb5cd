/** A program, Debian's packages of it, and what Bitnami's records call it: written down apart from the table that is tested. */
export interface DebianProgram {
  readonly name: string;
  /** Alternatives with a bar between them: releases differ. The first one's version counts. */
  readonly packages: readonly string[];
  readonly records?: string;
  /** Of Debian's upstream version, where that is another one's. */
  readonly version?: (debian: string) => string;
}

const program = (name: string, packages: string, records?: string): DebianProgram => ({
  name,
  packages: packages.split(" "),
  ...(records !== undefined && { records }),
});

/** Those that the measurements of 2026-11 were made with. */
export const debianPrograms: readonly DebianProgram[] = [
  program("bash", "bash"),
  program("bind", "bind9 bind9-libs"),
  program("busybox", "busybox"),
  program("curl", "curl libcurl4|libcurl4t64"),
  program("dnsmasq", "dnsmasq-base"),
  program("dovecot", "dovecot-core"),
  program("erlang", "erlang-base"),
  program("exim", "exim4-daemon-light"),
  program("ffmpeg", "ffmpeg"),
  program("ghostscript", "libgs10"),
  program("git", "git", "git"),
  program("go", "golang-1.19-go|golang-1.24-go", "golang"),
  program("gzip", "gzip"),
  program("haproxy", "haproxy", "haproxy"),
  program("httpd", "apache2-bin", "apache"),
  program("imagemagick", "libmagickcore-6.q16-6|libmagickcore-7.q16-10"),
  program("krb5", "libkrb5-3"),
  program("lighttpd", "lighttpd"),
  program("lua", "lua5.4", "lua"),
  program("mariadb", "mariadb-server-core", "mariadb"),
  program("memcached", "memcached", "memcached"),
  program("mosquitto", "mosquitto"),
  program("nginx", "nginx", "nginx"),
  program("node", "libnode108|libnode115 nodejs", "node"),
  program("openjdk", "openjdk-17-jre-headless|openjdk-21-jre-headless", "java"),
  program("openldap", "slapd", "openldap"),
  program("openssh", "openssh-server"),
  program("openssl", "openssl libssl3|libssl3t64"),
  program("openvpn", "openvpn"),
  program("perl", "perl-base"),
  program("php", "php8.2-cli|php8.4-cli", "php"),
  program("postfix", "postfix"),
  program("postgresql", "postgresql-15|postgresql-17", "postgresql"),
  program("proftpd", "proftpd-core"),
  program("pypy", "pypy3"),
  program("python", "python3.11-minimal|python3.13-minimal", "python"),
  program("rabbitmq", "rabbitmq-server", "rabbitmq"),
  program("redis", "redis-tools", "redis"),
  program("rsync", "rsync"),
  {
    ...program("ruby", "libruby3.1|libruby3.3 ruby3.1|ruby3.3", "ruby"),
    version: (debian) => debian.replace(/^.*\+really/, ""),
  },
  program("sqlite", "libsqlite3-0", "sqlite"),
  program("squid", "squid"),
  program("stunnel", "stunnel4"),
  program("tor", "tor"),
  program("unbound", "unbound"),
  program("uwsgi", "uwsgi-core"),
  program("varnish", "varnish", "varnish"),
  program("vsftpd", "vsftpd"),
  program("wget", "wget"),
  program("xz", "xz-utils"),
  program("zstd", "zstd"),
];
