package io.parley.wildfly;

/**
 * Limits of one request.
 *
 * @param maxBody largest body in bytes
 * @param bodySeconds from the end of the head to the end of the body
 * @param answerSeconds from the first byte of an answer to its last, files to download excepted
 * @param stallSeconds how long a reader may take nothing of an answer
 */
record AdmissionLimits(long maxBody, int bodySeconds, int answerSeconds, int stallSeconds) {}
