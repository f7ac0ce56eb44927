#if Redis
    import SessionsRedis
    import Testing
#endif
