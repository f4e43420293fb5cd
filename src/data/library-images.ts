/**
 * Names of Docker Official Images (the files of `library` in github.com/docker-library/official-images, those that are deprecated included, 2026-11). Only Docker
 * publishes under them, so a build that begins with one does not begin with an image of somebody's repository, unless that gives its own image such a name.
 */
export const libraryImages: ReadonlySet<string> = new Set(
  (
    "adminer aerospike almalinux alpine alt amazoncorretto amazonlinux api-firewall arangodb archlinux backdrop bash bonita buildpack-deps " +
    "busybox caddy cassandra centos chronograf cirros clearlinux clefos clickhouse clojure composer consul convertigo couchbase couchdb crate " +
    "dart debian docker drupal eclipse-mosquitto eclipse-temurin eggdrop elasticsearch elixir emqx erlang fedora flink fluentd friendica gazebo " +
    "gcc geonetwork ghost golang gradle groovy haproxy haskell haxe hello-world httpd hylang ibm-semeru-runtimes ibmjava influxdb irssi jetty " +
    "joomla jruby julia kapacitor kibana known kong lightstreamer liquibase logstash mageia mariadb matomo maven mediawiki memcached mongo " +
    "mongo-express monica mono mysql nats nats-streaming neo4j neurodebian nextcloud nginx node notary nuxeo odoo open-liberty openjdk " +
    "oraclelinux orientdb percona perl photon php php-zendserver phpmyadmin plone postfixadmin postgres pypy python r-base rabbitmq " +
    "rakudo-star redis redmine registry rethinkdb rocket.chat rockylinux ros ruby rust sapmachine satosa silverpeas sl solr sonarqube " +
    "sourcemage spark spiped storm swarm swift swipl teamspeak telegraf thrift tomcat tomee traefik ubuntu unit varnish vault " +
    "websphere-liberty wordpress xwiki yourls znc zookeeper"
  ).split(" "),
);
