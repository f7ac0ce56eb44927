#if PostgreSQL
    import SessionsPostgreSQL
    import Testing
#endif
