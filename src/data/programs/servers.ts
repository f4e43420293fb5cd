import type { Program } from "./program.ts";

/** Servers: web, mail, names, files, queues. */
export const servers: readonly Program[] = [
  {
    name: "nginx",
    bitnami: "nginx",
    endOfLife: "nginx",
    // `nginx -v` (nginx, src/core/nginx.c).
    places: [{ on: "nginx nginx-debug", near: "nginx version: ", version: /^nginx version: nginx\/(\d+\.\d+\.\d+)/ }],
  },
  {
    // Bitnami's records of its Lua module use that module's versions, and none of nginx's use this numbering.
    name: "openresty",
    places: [
      { on: "nginx openresty", near: "nginx version: ", version: /^nginx version: openresty\/(\d+(?:\.\d+){2,3})/ },
    ],
  },
  {
    name: "httpd",
    bitnami: "apache",
    endOfLife: "apache-http-server",
    // The `Server` header (httpd, include/ap_release.h).
    places: [{ on: "httpd apache2", near: "Apache/2.", version: /^Apache\/(2\.\d+\.\d+)/ }],
  },
  { name: "lighttpd", places: [{ on: "lighttpd", near: "lighttpd/1.", version: /^lighttpd\/(1\.\d+\.\d+)/ }] },
  {
    name: "haproxy",
    bitnami: "haproxy",
    endOfLife: "haproxy",
    // `haproxy -v` (haproxy, src/version.c); `HA-Proxy` until 2.3.
    places: [
      {
        on: "haproxy",
        near: ", released 20",
        before: 48,
        version: /version (\d+\.\d+(?:\.|-dev|-rc)\d+)[^,\0]{0,30}, released 20/,
      },
      { on: "haproxy", near: "HA-Proxy version ", version: /^HA-Proxy version (\d+\.\d+(?:\.|-dev|-rc)\d+)/ },
    ],
  },
  {
    name: "varnish",
    bitnami: "varnish",
    endOfLife: "varnish",
    // The tag of its build (varnish, include/vcs_version.h).
    places: ["varnishd", /^libvarnishapi\.so[\d.]*$/].map((on) => ({
      on,
      near: "varnish-",
      version: /^varnish-(\d+\.\d+\.\d+) revision/,
    })),
  },
  {
    name: "squid",
    endOfLife: "squid",
    places: [{ on: "squid squid-openssl squid-gnutls", near: "squid/", version: /^squid\/(\d+\.\d+(?:\.\d+)?)/ }],
  },
  {
    name: "envoy",
    bitnami: "envoy",
    endOfLife: "envoy",
    places: [{ on: "envoy", alone: /^(1\.\d+\.\d+)$/ }],
  },
  {
    name: "uwsgi",
    // UWSGI_VERSION; Debian adds its name.
    places: [{ on: /^uwsgi(?:-core)?$/, alone: /^(2\.\d+\.\d+(?:\.\d+)?)(?:-debian)?$/ }],
  },
  {
    name: "postfix",
    // MAIL_VERSION in the stamp of each of its programs (postfix, mail_version.h).
    places: [{ on: "postfix postconf", near: "mail_version=", version: /^mail_version=(\d+\.\d+\.\d+)/ }],
  },
  {
    name: "exim",
    // exim, src/version.c: the mark follows the version if the compiler keeps texts in the order of their use.
    places: [
      { on: "exim exim4", near: "<<eximversion>>", before: 16, version: /\0(4\.\d+(?:\.\d+)*)\0<<eximversion/ },
      { on: "exim exim4", alone: /^(4\.\d\d(?:\.\d+)*)$/ },
    ],
  },
  {
    name: "dovecot",
    places: [{ on: "dovecot", near: "Dovecot v", version: /^Dovecot v(\d+\.\d+\.\d+(?:\.\d+)?)(?:-\d+)? / }],
  },
  {
    name: "bind",
    // `named -v`; its libraries carry the version in their names.
    places: [
      { on: "named", near: "BIND 9.", version: /^BIND (9\.\d+\.\d+)/ },
      { on: /^libisc-9\.\d/, path: /\/libisc-(9\.\d{1,3}\.\d{1,3})(?!\d)/ },
    ],
  },
  { name: "dnsmasq", places: [{ on: "dnsmasq", near: "dnsmasq-2.", version: /^dnsmasq-(2\.\d+)\0/ }] },
  { name: "unbound", places: [{ on: "unbound", near: "unbound 1.", version: /^unbound (1\.\d+\.\d+)\0/ }] },
  {
    name: "openldap",
    bitnami: "openldap",
    // The what(1) string of each program (openldap, build/version.h). Most are hard links to one file, of which an archive keeps the first name.
    places: [
      {
        on: "slapd slapacl slapadd slapauth ldapadd ldapmodify ldapsearch",
        near: "$OpenLDAP: ",
        version: /^\$OpenLDAP: \w+ (\d+\.\d+\.\d+)/,
      },
    ],
  },
  {
    name: "krb5",
    places: [
      { on: /^libkrb5\.so[\d.]*$/, near: "KRB5_BRAND: krb5-", version: /^KRB5_BRAND: krb5-(\d+\.\d+(?:\.\d+)?)/ },
    ],
  },
  {
    name: "openssh",
    // SSH_RELEASE (openssh, version.h).
    places: [{ on: "sshd sshd-session ssh", near: "OpenSSH_", version: /^OpenSSH_(\d+\.\d+p\d+)/ }],
  },
  {
    name: "openvpn",
    places: [{ on: "openvpn", near: "OpenVPN 2.", version: /^OpenVPN (2\.\d+\.\d+(?:_\w+)?) [\w-]+ \[/ }],
  },
  {
    name: "stunnel",
    places: [{ on: "stunnel stunnel4", near: "stunnel 5.", version: /^stunnel (5\.\d+) on / }],
  },
  { name: "tor", places: [{ on: "tor", near: "tor 0.", version: /^tor (0\.\d+\.\d+\.\d+)/ }] },
  {
    name: "vsftpd",
    places: [{ on: "vsftpd", near: "vsftpd: version ", version: /^vsftpd: version (\d+\.\d+\.\d+)/ }],
  },
  {
    name: "proftpd",
    places: [{ on: "proftpd", near: "ProFTPD Version ", version: /^ProFTPD Version (\d+\.\d+\.\d+(?:[a-z]|rc\d+)?)/ }],
  },
  {
    name: "mosquitto",
    endOfLife: "mosquitto",
    places: [{ on: "mosquitto", alone: /^([12]\.\d+\.\d+)$/ }],
  },
  {
    name: "rabbitmq",
    bitnami: "rabbitmq",
    endOfLife: "rabbitmq",
    places: [
      { on: "rabbit.app", text: /\{vsn, *"(\d+\.\d+\.\d+(?:-[\w.]+)?)"/ },
      // Packed, as in releases before 3.9.
      { on: /^rabbit-\d[\d.]*\.ez$/, path: /\/rabbit-(\d+\.\d+\.\d+)\.ez$/ },
    ],
  },
  {
    name: "fluent-bit",
    bitnami: "fluent-bit",
    places: [{ on: "fluent-bit", near: "Fluent Bit", before: 16, version: /\0(\d+\.\d+\.\d+)\0+(?:%s)?Fluent Bit/ }],
  },
];
