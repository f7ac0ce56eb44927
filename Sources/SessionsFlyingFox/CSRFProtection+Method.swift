#if FlyingFox
    import HTTPTypes
    import Sessions

    // In a file of its own, for HTTPTypes and FlyingFox both have an HTTPRequest.
    extension CSRFProtection {
        /// Checks where a request comes from; `nil` if its method is none.
        func checkSource(
            ofMethod name: String,
            _ fields: HTTPFields,
            _ session: Session
        ) throws(CSRFRefusal) -> Demand? {
            guard let method = HTTPRequest.Method(name) else { return nil }
            return try checkSource(of: method, fields, session)
        }
    }
#endif
