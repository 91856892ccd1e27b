/** Where the app begins. */
