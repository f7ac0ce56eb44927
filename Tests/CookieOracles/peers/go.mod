module cookieoracles

go 1.19
