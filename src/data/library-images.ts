/**
 * Names of Docker Official Images (the files of `library` in github.com/docker-library/official-images, including
 * deprecated and removed ones, 2026-11). Only Docker publishes under them, so a build that starts with one does not
 * start with an image of another repository, unless that repository uses the same name.
 */
export const libraryImages: ReadonlySet<string> = new Set(
  (
    "adminer adoptopenjdk aerospike almalinux alpine alt amazoncorretto amazonlinux api-firewall arangodb archlinux azul-zulu backdrop bash " +
    "bonita buildpack-deps busybox caddy cassandra celery centos chronograf cirros clearlinux clefos clickhouse clojure composer consul " +
    "convertigo couchbase couchdb crate crux dart debian django docker docker-dev drupal eclipse-mosquitto eclipse-temurin eggdrop elasticsearch " +
    "elixir emqx erlang espocrm euleros express-gateway fedora flink fluentd friendica fsharp gazebo gcc geonetwork ghost glassfish golang gradle " +
    "groovy haproxy haskell haxe hello-seattle hello-world hipache hitch hola-mundo httpd hylang ibm-semeru-runtimes ibmjava influxdb iojs irssi " +
    "java jenkins jetty jobber joomla jruby julia kaazing-gateway kapacitor kibana known kong krakend lightstreamer liquibase logstash mageia " +
    "mariadb matomo maven mediawiki memcached mongo mongo-express monica mono mysql nats nats-streaming neo4j neurodebian nextcloud " +
    "nginx nim node notary nuxeo odoo open-liberty openjdk opensuse oraclelinux orientdb owncloud percona perl photon " +
    "php php-zendserver phpmyadmin piwik plone postfixadmin postgres pypy python r-base rabbitmq rails rakudo-star rapidoid redis redmine " +
    "registry rethinkdb rocket.chat rockylinux ros ruby rust sapmachine satosa sentry silverpeas sl solr sonarqube sourcemage spark spiped storm " +
    "swarm swift swipl teamspeak telegraf thrift tomcat tomee traefik ubuntu ubuntu-debootstrap ubuntu-upstart unit varnish vault " +
    "websphere-liberty wordpress xwiki yourls znc zookeeper"
  ).split(" "),
);

/**
 * Name prefixes that only their publisher can push to, and whose Dockerfiles others use as bases (the registries' own
 * pages, 2026-11). A repository that mentions one of them outside its Dockerfiles may be the publisher's.
 */
export const publishers: readonly string[] = (
  "mcr.microsoft.com/dotnet/ mcr.microsoft.com/powershell mcr.microsoft.com/playwright gcr.io/distroless/ gcr.io/google.com/cloudsdktool/ " +
  "registry.access.redhat.com/ubi registry.redhat.io/ubi public.ecr.aws/docker/library/ public.ecr.aws/lambda/ public.ecr.aws/amazonlinux/ " +
  "nvcr.io/nvidia/ nvidia/cuda docker.elastic.co/ ghcr.io/astral-sh/uv oven/bun denoland/deno continuumio/ tonistiigi/xx"
).split(" ");
