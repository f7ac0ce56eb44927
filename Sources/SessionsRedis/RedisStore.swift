#if Redis
    public import Sessions
#endif
