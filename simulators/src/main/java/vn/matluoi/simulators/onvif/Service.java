package vn.matluoi.simulators.onvif;

/** One service of the standard. */
@FunctionalInterface
interface Service {

    /**
     * What stands in the response element.
     *
     * @throws SoapFault {@code ter:ActionNotSupported} if the service does not have the operation
     */
    String answer(Call call) throws SoapFault;
}
