/**
 * Images with a non-root user in their configuration, from their publishers' Dockerfiles and the image histories in
 * docker-library/repo-info (2026-11). The value is the first release with that user; earlier ones start as root.
 * Written by hand: a missing image is unknown.
 */
export const imageUsers: ReadonlyMap<string, string> = new Map([
  ["adminer", ""],
  ["elasticsearch", "8"],
  ["fluentd", "1.4"],
  ["haproxy", "2.4"],
  ["kibana", "6"],
  ["logstash", "6"],
  ["memcached", ""],
  ["odoo", ""],
  ["rocket.chat", ""],
  ["solr", ""],
  ["sonarqube", "10"],
  ["spark", ""],
  ["varnish", "7"],
  ["apache/airflow", ""],
  ["apache/kafka", ""],
  ["apache/nifi", ""],
  ["apache/superset", ""],
  ["argoproj/argocd", ""],
  ["codercom/code-server", ""],
  ["curlimages/curl", ""],
  ["docker.elastic.co/elasticsearch/elasticsearch", "8"],
  ["docker.elastic.co/kibana/kibana", "5"],
  ["docker.elastic.co/logstash/logstash", "5"],
  ["fluent/fluentd", "1.4"],
  ["ghcr.io/actions/actions-runner", ""],
  ["ghcr.io/puppeteer/puppeteer", ""],
  ["grafana/grafana", ""],
  ["grafana/grafana-enterprise", ""],
  ["grafana/grafana-oss", ""],
  ["grafana/loki", ""],
  ["homebrew/brew", ""],
  ["jenkins/agent", ""],
  ["jenkins/inbound-agent", ""],
  ["jenkins/jenkins", ""],
  ["mcr.microsoft.com/mssql/server", "2019"],
  ["ocaml/opam", ""],
  ["openzipkin/zipkin", ""],
  ["prom/alertmanager", ""],
  ["prom/node-exporter", ""],
  ["prom/prometheus", ""],
  ["prom/pushgateway", ""],
  ["quay.io/argoproj/argocd", ""],
  ["quay.io/keycloak/keycloak", ""],
  ["quay.io/prometheus/alertmanager", ""],
  ["quay.io/prometheus/node-exporter", ""],
  ["quay.io/prometheus/prometheus", ""],
  ["quay.io/wildfly/wildfly", ""],
  ["renovate/renovate", ""],
  ["rundeck/rundeck", ""],
  ["sonatype/nexus3", ""],
]);

/**
 * Families of non-root images, by a prefix of their names or by their tags: Jupyter's, Selenium's, CircleCI's, Red
 * Hat's languages, .NET without a shell.
 */
export const imageUserFamilies: readonly RegExp[] = [
  /^(?:quay\.io\/)?jupyter\//,
  /^selenium\//,
  /^(?:cimg|circleci)\//,
  /^registry\.(?:access\.)?redhat\.(?:com|io)\/ubi\d+\/(?:nodejs|python|php|ruby|perl|httpd|nginx|openjdk|go-toolset|dotnet)-/,
  /^mcr\.microsoft\.com\/dotnet\/[^:]*:[^@]*(?:chiseled|distroless)/,
];
