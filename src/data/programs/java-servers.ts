import type { Program } from "./program.ts";

/**
 * Servers that are a folder of jars with their own version, in one jar or in a text next to them. Layouts of the
 * projects' own archives and official images, 2026-11. Tomcat, Solr, Cassandra and ZooKeeper are listed with the
 * other programs.
 */
export const javaServers: readonly Program[] = [
  {
    name: "kafka",
    bitnami: "kafka",
    endOfLife: "apache-kafka",
    places: [{ on: /^kafka_2\.\d+-\d[\d.]*\.jar$/, in: /\/libs\/$/, path: /\/kafka_2\.\d+-(\d+\.\d+\.\d+)\.jar$/ }],
  },
  {
    name: "elasticsearch",
    bitnami: "elasticsearch",
    endOfLife: "elasticsearch",
    places: [
      {
        on: /^elasticsearch-\d[\d.]*\.jar$/,
        in: /\/elasticsearch[^/]*\/lib\/$/,
        path: /\/elasticsearch-(\d+\.\d+\.\d+)\.jar$/,
      },
    ],
  },
  {
    name: "opensearch",
    endOfLife: "opensearch",
    places: [
      { on: /^opensearch-\d[\d.]*\.jar$/, in: /\/opensearch[^/]*\/lib\/$/, path: /\/opensearch-(\d+\.\d+\.\d+)\.jar$/ },
    ],
  },
  {
    name: "logstash",
    bitnami: "logstash",
    endOfLife: "logstash",
    places: [{ on: "versions.yml", in: /\/logstash[^/]*\/$/, text: /^logstash: (\d+\.\d+\.\d+)/m }],
  },
  {
    name: "jenkins",
    bitnami: "jenkins",
    endOfLife: "jenkins",
    // The jar is in the unpacked war; the war itself has a manifest, which `facts/packages/maven` reads.
    places: [
      {
        on: /^jenkins-core-\d[\d.]*\.jar$/,
        in: /\/WEB-INF\/lib\/$/,
        path: /\/jenkins-core-(\d+\.\d+(?:\.\d+)?)\.jar$/,
      },
    ],
  },
  {
    name: "wildfly",
    bitnami: "wildfly",
    endOfLife: "wildfly",
    places: [
      {
        on: /^wildfly-ee-\d[\d.]*Final\.jar$/,
        in: /\/modules\/system\/layers\/base\//,
        path: /\/wildfly-ee-(\d+\.\d+\.\d+)\.Final\.jar$/,
      },
    ],
  },
  {
    name: "jetty",
    endOfLife: "eclipse-jetty",
    places: [
      {
        on: /^jetty-server-\d[\d.]*(?:v\d+)?\.jar$/,
        in: /\/jetty[^/]*\/lib\/$/,
        path: /\/jetty-server-(\d+\.\d+\.\d+(?:\.v\d+)?)\.jar$/,
      },
    ],
  },
  {
    name: "activemq",
    bitnami: "activemq",
    endOfLife: "apache-activemq",
    places: [
      {
        on: /^activemq-broker-\d[\d.]*\.jar$/,
        in: /\/(?:apache-)?activemq[^/]*\/lib\/$/,
        path: /\/activemq-broker-(\d+\.\d+\.\d+)\.jar$/,
      },
    ],
  },
  {
    name: "neo4j",
    bitnami: "neo4j",
    endOfLife: "neo4j",
    places: [
      { on: /^neo4j-kernel-\d[\d.]*\.jar$/, in: /\/neo4j[^/]*\/lib\/$/, path: /\/neo4j-kernel-(\d+\.\d+\.\d+)\.jar$/ },
    ],
  },
  {
    name: "nifi",
    bitnami: "nifi",
    endOfLife: "apache-nifi",
    places: [
      {
        on: /^nifi-framework-api-\d[\d.]*\.jar$/,
        in: /\/nifi[^/]*\/lib\/$/,
        path: /\/nifi-framework-api-(\d+\.\d+\.\d+)\.jar$/,
      },
    ],
  },
  {
    name: "spark",
    bitnami: "spark",
    endOfLife: "apache-spark",
    places: [
      {
        on: /^spark-core_2\.\d+-\d[\d.]*\.jar$/,
        in: /\/spark[^/]*\/jars\/$/,
        path: /\/spark-core_2\.\d+-(\d+\.\d+\.\d+)\.jar$/,
      },
    ],
  },
  {
    name: "flink",
    bitnami: "flink",
    endOfLife: "apache-flink",
    places: [
      { on: /^flink-dist-\d[\d.]*\.jar$/, in: /\/flink[^/]*\/lib\/$/, path: /\/flink-dist-(\d+\.\d+\.\d+)\.jar$/ },
    ],
  },
  {
    name: "keycloak",
    endOfLife: "keycloak",
    places: [{ on: "version.txt", in: /\/keycloak[^/]*\/$/, text: /^Keycloak - Version (\d+\.\d+\.\d+)/m }],
  },
];
