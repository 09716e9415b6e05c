package io.parley.persistence.stream;

/**
 * By which way a publisher or player came.
 *
 * @param protocol RTMP, HTTP_FLV or WS_FLV
 * @param address the client's address
 * @param ticketId the ticket in its URL
 * @param nodeId the server incarnation that holds the connection
 */
public record MediaOrigin(String protocol, String address, long ticketId, long nodeId) {}
