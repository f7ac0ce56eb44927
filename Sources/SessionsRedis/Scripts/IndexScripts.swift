#if Redis
    /// What leads to the rows of a session from its family and from its subject, each in a hash slot of its own.
    ///
    /// A subject's index is a hash: for each family a letter (`r` for one that is there or about to come, `e` for one that
    /// is being ended), the tag and when it came in by this server's clock; and under `v` a number that every change of
    /// membership alters, so that a decision about a limit can be held against what it was made upon.
    enum IndexScripts {
        /// Where a family is. `KEYS`: the family. `ARGV`: tag, for how many milliseconds at least.
        static let cover = """
            if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[2]) then
              redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
            end
            return 'done'
            """

        /// `KEYS`: the subject's index and not-before. The server's time in milliseconds, the not-before, and the index.
        static let members = """
            local time = redis.call('TIME')
            local milliseconds = time[1] * 1000 + math.floor(time[2] / 1000)
            return { milliseconds, redis.call('GET', KEYS[2]), redis.call('HGETALL', KEYS[1]) }
            """

        /// Enters a family, unless the subject's not-before or a change since `members` forbids it.
        ///
        /// `KEYS`: the subject's index and not-before. `ARGV`: when the request began (or none), the number that must
        /// still stand under `v` (`none` if there was no index; empty: whatever stands there), family, tag, for how many milliseconds at least, then the families that make
        /// room for it.
        static let reserve = """
            local index = KEYS[1]
            local notBefore = redis.call('GET', KEYS[2])
            if ARGV[1] ~= '' and notBefore and tonumber(ARGV[1]) <= tonumber(notBefore) then return 'before' end
            local time = redis.call('TIME')
            if ARGV[2] ~= '' and (redis.call('HGET', index, 'v') or 'none') ~= ARGV[2] then return 'changed' end
            -- Begins with the time: an index that was deleted and made anew has other numbers.
            redis.call('HSETNX', index, 'v', string.format('%.0f', time[1] * 1000000 + time[2]))
            redis.call('HINCRBY', index, 'v', 1)
            for place = 6, #ARGV do
              local entry = redis.call('HGET', index, ARGV[place])
              if entry then redis.call('HSET', index, ARGV[place], 'e' .. entry:sub(2)) end
            end
            local isNew = redis.call('HEXISTS', index, ARGV[3]) == 0
            local milliseconds = time[1] * 1000 + math.floor(time[2] / 1000)
            redis.call('HSET', index, ARGV[3], 'r' .. ARGV[4] .. struct.pack('>i8', milliseconds))
            if redis.call('PTTL', index) < tonumber(ARGV[5]) then redis.call('PEXPIRE', index, ARGV[5]) end
            return isNew and 'new' or 'known'
            """

        /// `KEYS`: the subject's index. `ARGV`: how many families leave it, these, and those that stay after all.
        static let release = """
            local leaving = tonumber(ARGV[1])
            for place = 2, leaving + 1 do redis.call('HDEL', KEYS[1], ARGV[place]) end
            for place = leaving + 2, #ARGV do
              local entry = redis.call('HGET', KEYS[1], ARGV[place])
              if entry then redis.call('HSET', KEYS[1], ARGV[place], 'r' .. entry:sub(2)) end
            end
            local left = redis.call('HLEN', KEYS[1])
            if left == 1 and redis.call('HEXISTS', KEYS[1], 'v') == 1 then
              redis.call('DEL', KEYS[1])
            elseif left > 0 then
              redis.call('HINCRBY', KEYS[1], 'v', 1)
            end
            return 'done'
            """

        /// Sets the not-before, which never moves back. `KEYS`: the subject's index and not-before. `ARGV`: time, for how
        /// many milliseconds. Answers with the index as it is then.
        static let raise = """
            local notBefore = redis.call('GET', KEYS[2])
            if not notBefore or tonumber(notBefore) < tonumber(ARGV[1]) then
              redis.call('SET', KEYS[2], ARGV[1], 'PX', ARGV[2])
            else
              redis.call('PEXPIRE', KEYS[2], ARGV[2])
            end
            return redis.call('HGETALL', KEYS[1])
            """
    }
#endif
