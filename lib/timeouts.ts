interface Timeouts {
  connectionTimeout: number;
  requestTimeout: number;
  socketTimeout: number;
  throwOnRequestTimeout: true;
}

/**
 * How long an AWS client waits before it gives a request up.
 *
 * @param connectionTimeout milliseconds until there must be a connection
 * @param requestTimeout milliseconds until the answer must have begun, and for which it may falter. Without the flag the
 *   SDK only logs that it is late.
 */
export const within = (connectionTimeout: number, requestTimeout: number): Timeouts => ({
  connectionTimeout,
  requestTimeout,
  socketTimeout: requestTimeout,
  throwOnRequestTimeout: true,
});
