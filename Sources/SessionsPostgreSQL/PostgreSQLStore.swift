#if PostgreSQL
    public import Sessions
#endif
